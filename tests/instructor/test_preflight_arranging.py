"""The student's own cells among the instructor's, on cases small enough to be laid out by hand."""

import pytest

from cmlib.instructor.preflight.arranging import arrange

#: Kinds of the instructor's cells, where each stands in the student's file, where the student's own do; the new order,
#: in which a number is one of the instructor's cells and a letter the student's cell at that place of the file.
CASES = {
    "nothing added": (["given", "check"], {0: 0, 1: 1}, [], [0, 1]),
    "at the top": (["given", "check"], {0: 1, 1: 2}, [0], ["a", 0, 1]),
    "at the end": (["given", "check"], {0: 0, 1: 1}, [2], [0, 1, "c"]),
    "two in a row": (["given", "check"], {0: 0, 1: 3}, [1, 2], [0, "b", "c", 1]),
    "a missing given cell comes before": (["given", "given", "check"], {0: 0, 2: 2}, [1], [0, 1, "b", 2]),
    "the last given cell is missing": (["given", "text"], {0: 0}, [1], [0, 1, "b"]),
    "a missing answer comes behind": (["given", "answer", "check"], {0: 0, 2: 2}, [1], [0, "b", 1, 2]),
    "a missing check comes behind": (["answer", "check"], {0: 0}, [1], [0, "b", 1]),
    "given cells missing further down": (["given", "given", "given"], {0: 0, 1: 2}, [1], [0, "b", 1, 2]),
    "nothing is known": (["given", "answer", "text"], {}, [0], [0, "a", 1, 2]),
    "an answer moved down": (["answer", "check", "text"], {0: 3, 1: 0, 2: 1}, [2], ["c", 0, 1, 2]),
    "a written answer moved down": (["written", "text"], {0: 2, 1: 0}, [1], ["b", 0, 1]),
    "a check moved down": (["check", "text"], {0: 2, 1: 0}, [1], [0, 1, "b"]),
}  # fmt: skip


@pytest.mark.parametrize("what", CASES)
def test_where_a_cell_of_the_student_comes_to_stand(what):
    kinds, at, added, order = CASES[what]
    pairs = list(arrange(kinds, at, added))
    assert ["abcdefg"[place] if rank is None else rank for rank, place in pairs] == order
    assert {rank: place for rank, place in pairs if rank is not None and place is not None} == at
