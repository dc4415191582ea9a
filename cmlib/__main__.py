"""The command line: ``python -m cmlib COMMAND``. It parses, calls and prints; the work is done elsewhere.

The commands are functions in `cmlib.commands`; their docstrings are the help. Exit status: 0 all is
well, 1 something wrong was found, 2 the command could not run.
"""

import argparse
import inspect
import sys
from collections.abc import Sequence

from cmlib.commands.assignments import (
    add_answers,
    add_assignment,
    add_assignment_to_check,
    add_class_size,
    add_gradebook,
    add_grading,
    add_jobs,
    add_students,
    check_assignment,
    grade,
    rehearse,
    release,
)
from cmlib.commands.data import add_bank_to_build, add_data_to_check, build, check_data
from cmlib.commands.reports import add_export, add_report, export, report

_STATUS = "Exit status: 0 all is well, 1 something wrong was found, 2 the command could not run."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except KeyboardInterrupt as stop:
        reason = str(stop) or "stopped"
    except ModuleNotFoundError as error:
        reason = f"{error.name} is not installed; run: pip install '.[course]'" if error.name else str(error)
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
        (build, [add_bank_to_build]),
        (check, [add_data_to_check, add_assignment_to_check, add_answers, add_jobs]),
        (release, [add_assignment, add_gradebook]),
        (grade, [add_assignment, add_students, add_jobs, add_gradebook, add_grading]),
        (report, [add_assignment, add_answers, add_report, add_gradebook]),
        (export, [add_assignment, add_export, add_gradebook]),
        (rehearse, [add_assignment, add_answers, add_class_size, add_jobs]),
    ):
        text = inspect.cleandoc(run.__doc__)
        summary = text.splitlines()[0].rstrip(".")
        command = commands.add_parser(run.__name__, help=summary, description=text, epilog=_STATUS)
        command.set_defaults(run=run)
        for add in options:
            add(command.add_argument)
    return parser


def check(options) -> int:
    """Prove that data are sound, or that an assignment grades fairly and leaks nothing.

    With a folder of data: reads every table and names each value, key, reference or identity that is
    wrong. Without: releases the assignment in a scratch folder, searches the release for solutions and
    hidden tests, grades every answer of its bank, and prints the kill matrix: what each answer should
    earn, what it earned, and at which checks it lost points. Then it hands in answers that are no work
    (always None, 0, NaN, an empty list …) and names the checks that give them points.
    """
    return check_data(options.data) if options.data else check_assignment(options)


if __name__ == "__main__":
    sys.exit(main())
