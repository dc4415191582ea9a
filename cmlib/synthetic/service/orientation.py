"""What a customer wants of the relation with the bank: closeness, returns, or good service."""

import numpy as np

from cmlib.synthetic.people.block import PeopleBlock

#: Orientation of wealth customers: 关系导向, 价值导向, 服务导向.
ORIENTATIONS = ("relationship", "value", "service")

_STREAM = 1

#: How each motive (profit, convenience, stability, privacy) draws to each orientation.
_PULL = np.round(np.log([[0.20, 0.60, 0.20], [0.25, 0.25, 0.50], [0.55, 0.25, 0.20], [0.40, 0.35, 0.25]]), 6)


def draw_orientation(block: PeopleBlock) -> np.ndarray:
    """The orientation of every customer of a block, as an index into `ORIENTATIONS`."""
    chance = np.round(block.stream("service", _STREAM).gumbel(size=(block.count, len(ORIENTATIONS))), 6)
    return np.argmax(_PULL[block.people.motive] + chance, axis=1)
