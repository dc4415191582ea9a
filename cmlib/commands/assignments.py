"""Commands about assignments: prove one, release one, grade one, rehearse a whole round."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

from cmlib.commands.progress import progress

_WHICH = "folder name in the course's source/; not needed where there is only one"


def check_assignment(options) -> int:
    """Print kill matrix, gifts and leaks of an assignment; the status is 1 when one is not as it should be."""
    from tempfile import TemporaryDirectory

    from cmlib.instructor.degenerate import find_given_away
    from cmlib.instructor.kill_matrix import kill_matrix
    from cmlib.instructor.leaks import find_leaks
    from cmlib.instructor.release import release
    from cmlib.instructor.summary import kill_table

    course, name, bank = *find_assignment(options), _bank(options)
    tasks = _tasks(options.task, bank)
    with TemporaryDirectory() as folder:
        scratch = course.copy_to(folder, name)
        released = release(scratch, name)
        leaks = find_leaks(scratch.source(name), scratch.released(name).parent)
        with progress(1 + max(len(bank[task]) for task in tasks), "grading the bank") as tick:
            verdicts = kill_matrix(
                scratch, name, released, bank, tasks=tasks, jobs=options.jobs, on_result=lambda result: tick()
            )
        gifts = [] if options.task else find_given_away(scratch, name, jobs=options.jobs)
    wrong = sum(not each.held for each in verdicts)
    print(kill_table(verdicts), f"\n{len(verdicts)} answers, {wrong} not as expected.", sep="\n")
    if options.task:
        print(f"Only {', '.join(tasks)}, as --task asks; answers that are no work were not handed in.")
    elif gifts:
        print("Points for no work:", *gifts, sep="\n  ")
    else:
        print("No check gives a point to an answer that is always the same.")
    return max(_tell(leaks), int(wrong > 0 or bool(gifts)))


def _tasks(asked, bank):
    """The tasks whose answers are graded: those that were named, else all."""
    if unknown := set(asked or ()) - bank.keys():
        raise LookupError(f"the answer bank has no {', '.join(sorted(unknown))}; it has {', '.join(bank)}")
    return asked or list(bank)


def release(options) -> int:
    """Make the students' version of an assignment.

    Writes release/NAME/ in the course folder through nbgrader, and searches it for solutions and
    hidden tests. The gradebook learns what was released; `grade` needs that.
    """
    from cmlib.instructor.leaks import find_leaks
    from cmlib.instructor.release import release_folder

    course, name = find_assignment(options)
    folder = release_folder(course, name, db=options.db)
    print(f"released: {folder}")
    return _tell([leak for source in course.sources(name) for leak in find_leaks(source, folder)])


def grade(options) -> int:
    """Grade what students handed in.

    Grades submitted/STUDENT/NAME/ of every student behind a wall that lets nothing out, into the course's
    gradebook; prints marks, one line for each student that needs a look, and what was misunderstood most, and
    writes a report. What is graded and has not changed is left alone: after an interruption, run the same again.
    The course may be any nbgrader course. The status is 1 when a human must look at a submission.
    """
    from cmlib.commands.quick_start import import_jsonschema_quickly

    import_jsonschema_quickly()
    from cmlib.commands.stopping import kept_if_stopped
    from cmlib.instructor.cluster import cluster
    from cmlib.instructor.grade import grade
    from cmlib.instructor.outcome import GRADED
    from cmlib.instructor.report.paper import read_paper
    from cmlib.instructor.report.write import write_report

    course, name = find_assignment(options)
    students = options.student or course.students(name)
    if not students:
        raise FileNotFoundError(
            f"nobody handed in {name!r}; {course.root / 'submitted' / 'STUDENT' / name} is the place"
        )
    how = {"jobs": options.jobs, "regrade": options.regrade, "unsafe": options.unsafe, "db": options.db}
    done = []

    def on_result(result) -> None:
        done.append(result)
        tick()

    with kept_if_stopped(lambda: _kept(done, len(students))), progress(len(students), "grading") as tick:
        batch = grade(
            course,
            name,
            students,
            **how,
            limits=_limits(options, course),
            workers=cluster(options.cluster) if options.cluster else None,
            on_result=on_result,
        )
    results = batch.results
    _print_marks(results, read_paper(course, name))
    look = [f"{each.student}: {'; '.join(each.flags)}" for each in results if each.flags]
    for title, lines in (("Worth a look", look), ("About the assignment", batch.flags)):
        print(*([_heading(title), *lines] if lines else []), sep="\n", end="\n" if lines else "")
    good = sum(result.status == GRADED for result in results)
    summary = f"{len(results)} submissions, {good} graded, {len(results) - good} for a human to look at."
    summary += " Graded without a wall, as --unsafe asks." if options.unsafe else ""
    print(f"\n{summary}")
    if any(result.mark is not None for result in results):
        report = options.report or course.root / f"report-{name}.html"
        with kept_if_stopped(lambda: f"all marks are kept; for the report run: python -m cmlib report {name}"):
            write_report(course, name, report, note=summary, bank=known_bank(options, name), db=options.db)
        print(f"report: {report}")
    return int(good < len(results))


def _kept(done, students) -> str:
    from cmlib.instructor.outcome import NEEDS_A_LOOK

    kept = sum(result.status != NEEDS_A_LOOK for result in done)
    return f"{kept} of {students} submissions are done and kept; run the same command again to go on" if kept else ""


def _limits(options, course):
    from cmlib.instructor.settings import load_settings
    from cmlib.instructor.wall.limits import LIMITS, MEGABYTE, Limits

    seconds = options.timeout or load_settings(course).seconds
    memory = options.memory * MEGABYTE if options.memory else LIMITS.memory
    return Limits(cell_seconds=seconds, memory=memory, seconds=max(LIMITS.seconds, 10 * seconds))


def rehearse(options) -> int:
    """Play a whole round with a simulated class.

    Releases the assignment in a scratch folder, lets a simulated class hand in answers from the bank
    and a few broken files, grades them, compares every mark with the one that the bank predicts, and
    writes report.html. The status is 0 only if every mark and status is the expected one.
    """
    from cmlib.instructor.rehearse import rehearse

    course, name, bank = *find_assignment(options), _bank(options)
    size = {"students": options.students, "seed": options.seed, "jobs": options.jobs}
    with progress(options.students, "grading") as tick:
        done = rehearse(course, name, bank, options.folder, **size, on_result=lambda result: tick())
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


def add_assignment(add: Callable) -> None:
    """Options: which assignment of which course."""
    add("assignment", nargs="?", metavar="NAME", help=_WHICH)
    _add_course(add)


def add_assignment_to_check(add: Callable) -> None:
    """Options: which assignment of which course, where the place of a name is taken."""
    add("--assignment", metavar="NAME", help=_WHICH)
    add(
        "--task",
        action="append",
        metavar="TASK",
        help="grade the answers to this task only; may be given several times",
    )
    _add_course(add)


def _add_course(add: Callable) -> None:
    add(
        "--course",
        type=Path,
        metavar="FOLDER",
        default=Path("assignments"),
        help="the folder with nbgrader_config.py (default: assignments)",
    )


def add_answers(add: Callable) -> None:
    """Options: where the answer bank is."""
    text = "answer bank (default: tests/answers/NN, NN being the number that the assignment's name begins with)"
    add("--answers", type=Path, metavar="FOLDER", help=text)


def add_students(add: Callable) -> None:
    """Options: whom to grade, where to report."""
    add("--student", action="append", metavar="ID", help="only this student; may be given several times")
    add("--report", type=Path, metavar="FILE", help="default: report-NAME.html in the course folder")


def add_grading(add: Callable) -> None:
    """Options: how grading is done."""
    add("--regrade", action="store_true", help="grade again what is graded already")
    add("--timeout", type=float, metavar="SECONDS", help="time of one cell (default: that of nbgrader_config.py)")
    add("--memory", type=int, metavar="MB", help="memory of one submission (default: 2048)")
    add("--cluster", metavar="ADDRESS", help="a Dask scheduler, such as tcp://host:8786, instead of this machine")
    add("--unsafe", action="store_true", help="grade without a wall: students' code can then do what you can")


def add_gradebook(add: Callable) -> None:
    """Options: which gradebook."""
    add("--db", metavar="URL", help="gradebook, such as postgresql://host/name (default: that of nbgrader_config.py)")


def add_class_size(add: Callable) -> None:
    """Options: how large a class, from which seed, in which folder."""
    add("--students", type=int, default=24, help="size of the class (default: 24)")
    add("--seed", type=int, default=7, help="another seed gives another class (default: 7)")
    text = "where to play, made anew each time (default: rehearsal)"
    add("--folder", type=Path, default=Path("rehearsal"), help=text)


def add_jobs(add: Callable) -> None:
    """Options: how many at the same time."""
    add("--jobs", type=int, default=2, help="submissions graded at the same time (default: 2)")


def find_assignment(options):
    """The course, and the name of the assignment that is meant."""
    from cmlib.instructor.course import Course

    if not importlib.util.find_spec("nbgrader"):
        raise ModuleNotFoundError(name="nbgrader")
    course = Course(options.course)
    if options.assignment is None and len(course.assignments) == 1:
        return course, course.assignments[0]
    if options.assignment is None:
        raise LookupError(f"say which assignment; {course.root / 'source'} has {course.assignments}")
    course.sources(options.assignment)  # refuses a name that is not there
    return course, options.assignment


def _bank(options):
    from cmlib.instructor.answers import load_bank

    _, name = find_assignment(options)
    return load_bank(options.answers or _own_bank(name))


def known_bank(options, name):
    """The answer bank that was named, else the assignment's own; None where it has none."""
    from cmlib.instructor.answers import load_bank

    named = getattr(options, "answers", None)
    return load_bank(named or _own_bank(name)) if named or _own_bank(name).is_dir() else None


def _own_bank(name):
    return Path("tests/answers") / name.partition("_")[0]
