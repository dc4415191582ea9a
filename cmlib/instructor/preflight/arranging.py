"""Where the student's own cells stand among the instructor's.

The instructor's cells keep the instructor's order. A cell of the student follows the known cell that precedes it in
the student's file, and given cells that were deleted behind that one: what was given comes first. But where the next
known cell is an answer that belongs further up, it comes right before that answer, which may need it.
"""

from collections.abc import Iterator, Mapping, Sequence

from cmlib.instructor.sheet import ANSWER, GIVEN, TEXT, WRITTEN


def arrange(
    kinds: Sequence[str], at: Mapping[int, int], added: Sequence[int]
) -> Iterator[tuple[int | None, int | None]]:
    """Pairs of a known cell's place among the instructor's and a place in the student's file, in their new order.

    ``kinds`` are those of the instructor's cells, ``at`` where each of them stands in the student's file, ``added``
    where the student's own do.

    >>> list(arrange(["given", "answer", "check"], {0: 0, 2: 2}, [1]))
    [(0, 0), (None, 1), (1, None), (2, 2)]
    """
    ranks = {place: rank for rank, place in at.items()}
    places = sorted(ranks)
    after: dict[int, list[int]] = {}
    passed = 0
    for place in sorted(added):
        while passed < len(places) and places[passed] < place:
            passed += 1
        before = ranks[places[passed - 1]] if passed else -1
        following = ranks[places[passed]] if passed < len(places) else len(kinds)
        if following <= before and kinds[following] in (ANSWER, WRITTEN):
            before = following - 1
        while before + 1 < len(kinds) and before + 1 not in at and kinds[before + 1] in (GIVEN, TEXT):
            before += 1
        after.setdefault(before, []).append(place)
    yield from ((None, place) for place in after.get(-1, []))
    for rank in range(len(kinds)):
        yield rank, at.get(rank)
        yield from ((None, place) for place in after.get(rank, []))
