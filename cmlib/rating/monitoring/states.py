"""Which states a migration matrix has: grades from the best to the worst, default, withdrawal."""

from collections.abc import Hashable, Iterable

from cmlib.rating.scale import GradeScale


def states_of(
    states: GradeScale | Iterable[Hashable], default: Hashable | None, withdrawn: Hashable | None, keep_withdrawn: bool
) -> tuple[tuple[Hashable, ...], tuple[Hashable, ...], Hashable | None]:
    """All states in their order, those that cannot be left, and the mark that is left out of the matrix.

    Raises ``TypeError`` for a text where a list belongs, ``ValueError`` for a state that comes twice, for
    fewer than two, and for ``keep_withdrawn`` without a mark.

    >>> states_of(["A", "B"], "D", "NR", False)
    (('A', 'B', 'D'), ('D',), 'NR')
    """
    if isinstance(states, str):
        raise TypeError(f"migration_matrix needs states to be a scale or a list of labels; found {states!r}")
    order = list(states.order if isinstance(states, GradeScale) else states)
    if keep_withdrawn and withdrawn is None:
        raise ValueError("migration_matrix: keep_withdrawn needs the mark of a withdrawn grade, withdrawn='NR' say")
    if default is not None and default in order:
        order.remove(default)  # it may stand among the states already; its place is after the grades
    absorbing = [] if default is None else [default]
    if keep_withdrawn:
        absorbing.append(withdrawn)
    order += absorbing
    marks = order if withdrawn is None or keep_withdrawn else [*order, withdrawn]
    twice = next((one for place, one in enumerate(marks) if one in marks[:place]), None)
    if twice is not None:
        raise ValueError(f"migration_matrix needs each state once; found {twice!r} twice in {marks}")
    if len(order) < 2:
        raise ValueError(f"migration_matrix needs at least two states; found {order}")
    return tuple(order), tuple(absorbing), None if keep_withdrawn else withdrawn
