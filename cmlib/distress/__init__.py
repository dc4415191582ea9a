"""Distress scores: Altman's Z, Beneish's M and Piotroski's F, each with its parts.

The scores and their parts are formulas: they take numbers, arrays, Series and expressions, and
`cmlib.table.ratio_table` computes them for whole tables. `distress_table` gives parts, total and zone side
by side, `explain_distress` says which part costs a firm most. Weights and zones are data
(`DistressModel`); another bank's load from TOML.
"""

from collections.abc import Mapping
from types import MappingProxyType

from cmlib.distress.altman import (
    ALTMAN_Z,
    ALTMAN_Z_EMERGING,
    ALTMAN_Z_NON_MANUFACTURERS,
    ALTMAN_Z_PRIVATE,
    altman_z,
    altman_z_emerging,
    altman_z_non_manufacturers,
    altman_z_private,
)
from cmlib.distress.beneish import BENEISH_M, beneish_m
from cmlib.distress.explanation import Explanation, explain_distress
from cmlib.distress.model import DistressModel, Part, Zone
from cmlib.distress.parts import PARTS
from cmlib.distress.piotroski import PIOTROSKI_F, piotroski_f
from cmlib.distress.table import MODELS, distress_table
from cmlib.formula import Formula

_SCORES = (
    altman_z,
    altman_z_private,
    altman_z_non_manufacturers,
    altman_z_emerging,
    beneish_m,
    piotroski_f,
)

#: Name of every formula of this room -> the formula: the scores first, then their parts.
ALL: Mapping[str, Formula] = MappingProxyType({score.__name__: score for score in _SCORES} | dict(PARTS))

__all__ = [
    "ALL",
    "ALTMAN_Z",
    "ALTMAN_Z_EMERGING",
    "ALTMAN_Z_NON_MANUFACTURERS",
    "ALTMAN_Z_PRIVATE",
    "BENEISH_M",
    "MODELS",
    "PARTS",
    "PIOTROSKI_F",
    "DistressModel",
    "Explanation",
    "Part",
    "Zone",
    "altman_z",
    "altman_z_emerging",
    "altman_z_non_manufacturers",
    "altman_z_private",
    "beneish_m",
    "distress_table",
    "explain_distress",
    "piotroski_f",
]
