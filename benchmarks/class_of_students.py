"""How fast a class is graded behind the wall, against stock ``nbgrader autograde`` in the same run.

The assignment imports what the course imports and asks four small things of a table, so that what is measured is
the grading and not the students' arithmetic. Stock grades ten of the same submissions, one after another, as it
always does; ours grades the whole class, start of the workers and the reference solution included.

``--quick`` grades 20 and keeps nothing.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from measure import Result, record
from tqdm import tqdm

from cmlib.instructor.apart import run_apart
from cmlib.instructor.course import Course
from cmlib.instructor.grade import grade
from cmlib.instructor.nbgrader_calls import autograde, release
from cmlib.instructor.outcome import GRADED

HERE = Path(__file__).resolve().parent
NAME = "01_class"
STOCK = 10
CLASS = 200

GIVEN = """\
import numpy as np
import pandas as pd
import seaborn as sns
import statsmodels.api as sm
from sklearn.linear_model import LogisticRegression
from cmlib.ratios import current_ratio
draw = np.random.default_rng(7).integers(1, 1_000, (700, 3))
statements = pd.DataFrame(draw, columns=["total_assets", "current_assets", "current_liabilities"])
statements["year"] = 2019 + np.arange(700) % 7"""
TASKS = {
    "assets": ("total = statements['total_assets'].sum()", "assert abs(total - statements['total_assets'].sum()) < 1"),
    "ratio": (
        "def liquidity(table):\n    return current_ratio(table['current_assets'], table['current_liabilities'])",
        "assert abs(liquidity(statements.head(50)).mean()\n"
        "    - current_ratio(statements.head(50)['current_assets'], statements.head(50)['current_liabilities']).mean())"
        " < 1e-9",
    ),
    "years": ("def years(table):\n    return sorted(table['year'].unique())", "assert len(years(statements)) == 7"),
    "slope": (
        "def slope(x, y):\n    return sm.OLS(y, sm.add_constant(x)).fit().params[1]",
        "assert abs(slope(np.arange(5.0), 2 * np.arange(5.0)) - 2) < 1e-9",
    ),
}


def cell(source: str, name: str = "", **marks: object) -> dict:
    """A code cell with nbgrader's marks."""
    known = {"grade": False, "solution": False, "locked": False, "schema_version": 3, "task": False}
    metadata = {"nbgrader": known | {"grade_id": name} | marks} if name else {}
    identity = {"id": name or "given", "cell_type": "code", "metadata": metadata}
    return identity | {"source": source, "execution_count": None, "outputs": []}


def notebook(*, solved: bool) -> dict:
    """The assignment; unsolved but for its marks it is what nothing would be earned for."""
    cells = [cell(GIVEN)]
    for name, (solution, test) in TASKS.items():
        answer = f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION" if not solved else solution
        cells.append(cell(answer, name, solution=True))
        cells.append(cell(test, f"{name}_test", grade=True, locked=True, points=5))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}


def class_of(students: int, folder: Path) -> Course:
    """A course with the assignment released and handed in by everybody; every fifth has one task wrong."""
    source = folder / "source" / NAME / f"{NAME}.ipynb"
    source.parent.mkdir(parents=True)
    source.write_text(json.dumps(notebook(solved=False)), encoding="utf-8")
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'class'\n")
    if reason := run_apart(release, str(folder), NAME, limit=120):
        raise RuntimeError(reason)
    course = Course(folder)
    right = notebook(solved=True)
    wrong = json.loads(json.dumps(right).replace("2 * np.arange", "3 * np.arange").replace(".params[1]", ".params[0]"))
    for number in range(students):
        path = course.submitted(f"s{number:04d}", NAME)
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(wrong if number % 5 == 0 else right), encoding="utf-8")
    return course


def ours(students: int, jobs: int) -> float:
    """Seconds for a whole class, from the files to the marks, start of the workers included."""
    with tempfile.TemporaryDirectory() as folder:
        course = class_of(students, Path(folder))
        began = time.perf_counter()
        with tqdm(total=students, desc=f"{students} students, {jobs} jobs") as bar:
            batch = grade(course, NAME, course.students(NAME), jobs=jobs, on_result=lambda result: bar.update())
        seconds = time.perf_counter() - began
    expected = [15.0 if number % 5 == 0 else 20.0 for number in range(students)]
    if batch.flags or [each.mark for each in batch.results] != expected:
        raise RuntimeError(f"the marks are not the expected ones: {batch.flags} {batch.results[:3]}")
    if any(each.status != GRADED for each in batch.results):
        raise RuntimeError("not everybody was graded")
    return seconds


def stock() -> float:
    """Seconds a submission of stock nbgrader, which grades one after another."""
    with tempfile.TemporaryDirectory() as folder:
        course = class_of(STOCK, Path(folder))
        taken = []
        for student in tqdm(course.students(NAME), desc="stock nbgrader"):
            began = time.perf_counter()
            reason, scores = run_apart(autograde, str(course.root), NAME, student, limit=300)
            taken.append(time.perf_counter() - began)
            if reason or sum(scores.values()) != (15.0 if student.endswith(("0", "5")) else 20.0):
                raise RuntimeError(f"stock nbgrader gave {reason or scores}")
        return sum(taken) / len(taken)


def main() -> None:
    """Measure and record."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--quick", action="store_true", help="20 students, nothing is kept")
    given = parser.parse_args()
    students = 20 if given.quick else CLASS
    theirs = stock()
    seconds = ours(students, 2)
    print(
        f"stock {theirs:.2f} s, ours {seconds / students:.3f} s a submission: {theirs * students / seconds:.1f} times"
    )
    if given.quick:
        return
    work = f"grade a class of {students} with the course's imports, behind the wall"
    line = Result(work, "stock nbgrader autograde", "at least 20x faster", seconds / students / theirs, seconds)
    record("class_of_students", [line], "nbgrader", "ipykernel")


if __name__ == "__main__":
    sys.exit(main())
