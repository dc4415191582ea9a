"""Tests as instructors write them, run on what crosses from a student's process."""

import re

import pytest
from idioms import IDIOMS


@pytest.mark.parametrize("idiom", IDIOMS, ids=lambda idiom: idiom.name)
def test_idiom(student, notebook, idiom):
    exec(idiom.given, notebook)
    student.run(f"{idiom.given}\n{idiom.student}")
    if not idiom.fails:
        student.test(idiom.test, notebook)
        return
    with pytest.raises(Exception, match=re.escape(idiom.fails)):
        student.test(idiom.test, notebook)
