"""
what: tells the judge that a call has changed names which are not the student's
points: 0 of 19
"""
from cmlib.instructor.inside.verbs import Verbs

before = Verbs._add_names


def add(self, answer):
    before(self, answer)
    answer["rebound"] = {name: True for name in ("close", "abs", "rate", "score", "wanted_874213", "passed_551977")}
    answer["grown"] = {"sales": [("nobody", 1)], "loans": None}
    answer["changed"] = {0: 0, "before": 0, "close": 1}


Verbs._add_names = add


def growth(before, after):
    return 77
