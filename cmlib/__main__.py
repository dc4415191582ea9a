"""The command line: ``python -m cmlib COMMAND``. It parses, calls and prints; the work is done elsewhere.

Each command is a function; its docstring is its help. Exit status: 0 all is well, 1 something wrong
was found, 2 the command could not run.
"""

import argparse
import importlib.util
import inspect
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path

_STATUS = "Exit status: 0 all is well, 1 something wrong was found, 2 the command could not run."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except KeyboardInterrupt:
        reason = "stopped"
    except ModuleNotFoundError as error:
        reason = f"{error.name} is not installed; run: pip install '.[course]'"
    except (KeyError, IndexError):
        raise  # a mistake of ours, not of the person who asked
    except (OSError, LookupError, ValueError, RuntimeError) as error:
        reason = str(error)
    print(f"cmlib {options.command}: {reason}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m cmlib", description="Run the course: data, assignments, grading.", epilog=_STATUS
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for run, options in (
        (build, [_data_folder]),
        (check, [_course_folder, _answers, _jobs]),
        (release, [_course_folder]),
        (grade, [_course_folder, _students, _jobs]),
        (rehearse, [_course_folder, _answers, _class, _jobs]),
    ):
        text = inspect.cleandoc(run.__doc__)
        summary = text.splitlines()[0].rstrip(".")
        command = commands.add_parser(run.__name__, help=summary, description=text, epilog=_STATUS)
        command.set_defaults(run=run)
        for add in options:
            add(command.add_argument)
    return parser


def _data_folder(add: Callable) -> None:
    from cmlib.datasets import SEED

    add("--folder", type=Path, default=Path("datasets"), help="where to write (default: datasets)")
    add("--seed", type=int, default=SEED, help=f"another seed gives another bank (default: {SEED}, the course's)")
    add("--firms", type=int, default=300, help="number of firms (default: 300)")
    add("--years", type=int, default=7, help="years of statements, from 2019 on (default: 7)")


def _course_folder(add: Callable) -> None:
    add("--assignment", metavar="NAME", help="folder name in the course's source/; not needed where there is only one")
    add(
        "--course",
        type=Path,
        metavar="FOLDER",
        default=Path("assignments"),
        help="the folder with nbgrader_config.py (default: assignments)",
    )


def _answers(add: Callable) -> None:
    text = "answer bank (default: tests/answers/NN, NN being the number that the assignment's name begins with)"
    add("--answers", type=Path, metavar="FOLDER", help=text)


def _students(add: Callable) -> None:
    add("--student", action="append", metavar="ID", help="only this student; may be given several times")
    add("--report", type=Path, metavar="FILE", help="default: report-NAME.html in the course folder")


def _class(add: Callable) -> None:
    add("--students", type=int, default=24, help="size of the class (default: 24)")
    add("--seed", type=int, default=7, help="another seed gives another class (default: 7)")
    text = "where to play, made anew each time (default: rehearsal)"
    add("--folder", type=Path, default=Path("rehearsal"), help=text)


def _jobs(add: Callable) -> None:
    add("--jobs", type=int, default=2, help="submissions graded at the same time (default: 2)")


def build(options) -> int:
    """Write the data files of a synthetic bank.

    Tables as CSV, a data package that describes them, and a data card. The same numbers give the same
    files every time; without any, they are the course's.
    """
    from cmlib.synthetic import Bank

    bank = Bank(seed=options.seed, firms=options.firms, years=options.years)
    print("written:", *bank.write(options.folder), sep="\n  ")
    return 0


def check(options) -> int:
    """Prove that an assignment grades fairly and leaks nothing.

    Releases it in a scratch folder, searches the release for solutions and hidden tests, grades every
    answer of its bank, and prints the kill matrix: what each answer should earn, what it earned, and
    at which checks it lost points.
    """
    from tempfile import TemporaryDirectory

    from cmlib.instructor.kill_matrix import kill_matrix
    from cmlib.instructor.leaks import find_leaks
    from cmlib.instructor.release import release
    from cmlib.instructor.summary import kill_table

    course, name, bank = *_assignment(options), _bank(options)
    with TemporaryDirectory() as folder:
        scratch = course.copy_to(folder, name)
        released = release(scratch, name)
        leaks = find_leaks(scratch.source(name), scratch.released(name).parent)
        with _progress(1 + max(map(len, bank.values())), "grading the bank") as tick:
            verdicts = kill_matrix(scratch, name, released, bank, jobs=options.jobs, on_result=tick)
    wrong = sum(not each.held for each in verdicts)
    print(kill_table(verdicts), f"\n{len(verdicts)} answers, {wrong} not as expected.", sep="\n")
    return max(_tell(leaks), int(wrong > 0))


def release(options) -> int:
    """Make the students' version of an assignment.

    Writes release/NAME/ in the course folder through nbgrader, and searches it for solutions and
    hidden tests.
    """
    from cmlib.instructor.leaks import find_leaks
    from cmlib.instructor.release import release

    course, name = _assignment(options)
    release(course, name)
    folder = course.released(name).parent
    print(f"released: {folder}")
    return _tell(find_leaks(course.source(name), folder))


def grade(options) -> int:
    """Grade what students handed in.

    Grades submitted/STUDENT/NAME/ of every student through nbgrader into the course's gradebook,
    prints marks and what was misunderstood most, and writes a report. The status is 1 when a human
    must look at a submission.
    """
    from cmlib.instructor.grade import GRADED, grade
    from cmlib.instructor.notebook import Notebook
    from cmlib.instructor.report import html_report

    course, name = _assignment(options)
    students = options.student or course.students(name)
    if not students:
        raise FileNotFoundError(
            f"nobody handed in {name!r}; {course.root / 'submitted' / 'STUDENT' / name} is the place"
        )
    with _progress(len(students), "grading") as tick:
        results = grade(course, name, students, jobs=options.jobs, on_result=tick)
    released = Notebook.read(course.released(name))
    _print_marks(results, released)
    good = sum(result.status == GRADED for result in results)
    summary = f"{len(results)} submissions, {good} graded, {len(results) - good} for a human to look at."
    print(f"\n{summary}")
    if any(result.mark is not None for result in results):
        report = options.report or course.root / f"report-{name}.html"
        report.write_text(html_report(f"Marks of {name}", summary, results, released), encoding="utf-8")
        print(f"report: {report}")
    return int(good < len(results))


def rehearse(options) -> int:
    """Play a whole round with a simulated class.

    Releases the assignment in a scratch folder, lets a simulated class hand in answers from the bank
    and a few broken files, grades them, compares every mark with the one that the bank predicts, and
    writes report.html. The status is 0 only if every mark and status is the expected one.
    """
    from cmlib.instructor.rehearse import rehearse

    course, name, bank = *_assignment(options), _bank(options)
    size = {"students": options.students, "seed": options.seed, "jobs": options.jobs}
    with _progress(options.students, "grading") as tick:
        done = rehearse(course, name, bank, options.folder, **size, on_result=tick)
    _print_marks(done.results, done.released, done.causes)
    if done.differences:
        print(_heading("Not as expected"), *done.differences, sep="\n")
    print(f"\n{done.summary}\nreport: {done.report}")
    return int(bool(done.differences))


def _tell(leaks) -> int:
    if leaks:
        print("Students would see these secrets:", *leaks, sep="\n  ")
    else:
        print("No solution and no hidden test is in the release.")
    return int(bool(leaks))


def _print_marks(results, released, causes=None) -> None:
    from cmlib.instructor.summary import marks_table, misunderstood, misunderstood_list

    print(marks_table(results, released), _heading("What was misunderstood most (students, check, message)"), sep="\n")
    print(misunderstood_list(misunderstood(results, released), causes))


def _heading(title: str) -> str:
    return f"\n{title}\n{'-' * len(title)}"


@contextmanager
def _progress(total: int, label: str):
    """A progress bar on stderr; gives a function to call as each submission is done."""
    from tqdm import tqdm

    with tqdm(total=total, desc=label, unit=" submissions", delay=1) as bar:
        yield lambda result: bar.update()


def _assignment(options):
    """The course, and the name of the assignment that is meant."""
    from cmlib.instructor.course import Course

    if not importlib.util.find_spec("nbgrader"):
        raise ModuleNotFoundError(name="nbgrader")
    course = Course(options.course)
    if options.assignment is None and len(course.assignments) == 1:
        return course, course.assignments[0]
    if options.assignment is None:
        raise LookupError(f"say which --assignment; {course.root / 'source'} has {course.assignments}")
    course.source(options.assignment)  # refuses a name that is not there
    return course, options.assignment


def _bank(options):
    from cmlib.instructor.answers import load_bank

    _, name = _assignment(options)
    return load_bank(options.answers or Path("tests/answers") / name.partition("_")[0])


if __name__ == "__main__":
    sys.exit(main())
