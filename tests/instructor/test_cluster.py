"""A Dask cluster grades as the processes of this machine do."""

import json

import pytest

from cmlib.instructor.classroom import fill
from cmlib.instructor.cluster import cluster
from cmlib.instructor.grade import grade
from cmlib.instructor.notebook import Notebook
from cmlib.instructor.wall.limits import Limits
from cmlib.instructor.wall.needed import missing

distributed = pytest.importorskip("distributed")


@pytest.mark.skipif(bool(missing()), reason=missing() or "a wall can be built")
def test_two_workers_of_a_cluster_give_the_same_marks(fresh_course, toy, bank, released_course):
    released = Notebook.read(released_course.released(toy))
    for number, answers in enumerate(zip(*bank.values(), strict=False)):
        codes = {task: answer.code for task, answer in zip(bank, answers, strict=True)}
        path = fresh_course.submitted(f"s{number:02d}", toy)
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(fill(released, codes).content), encoding="utf-8")
    students = fresh_course.students(toy)
    limits = Limits(cell_seconds=10)
    here = grade(fresh_course, toy, students, limits=limits).results
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None, processes=True) as two:
        there = grade(
            fresh_course, toy, students, limits=limits, regrade=True, workers=cluster(two.scheduler_address)
        ).results
    assert len({each.mark for each in here}) > 1
    assert [(each.student, each.status, each.cells, each.messages) for each in there] == [
        (each.student, each.status, each.cells, each.messages) for each in here
    ]
