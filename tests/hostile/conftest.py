"""The hostile class is graded once; the report says how many of each group held."""

import pytest
from hostile_cases import GROUPS, load
from hostile_class import grade_class

from cmlib.instructor.wall.needed import missing

# What students hand in is no module, and files of the name conftest clash.
collect_ignore_glob = ["conftest.py", *(f"{group}/*" for group in GROUPS)]


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        cases = [
            pytest.param(
                case,
                id=f"{case.group}/{case.name}",
                marks=[pytest.mark.xfail(reason=case.open, strict=True)] if case.open else [],
            )
            for case in load()
        ]
        metafunc.parametrize("case", cases)


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """The class after grading."""
    if reason := missing():
        pytest.skip(reason)
    return grade_class(tmp_path_factory.mktemp("hostile") / "course", load())


def pytest_terminal_summary(terminalreporter):
    """How many cases of each group held: deserved points, status and flags, nothing stolen, nobody else touched."""
    held: dict[str, list[bool]] = {group: [] for group in GROUPS}
    for reports in terminalreporter.stats.values():
        for report in reports:
            group = dict(getattr(report, "user_properties", [])).get("hostile group")
            if group and report.when == "call":
                held[group].append(report.outcome == "passed")
    if any(held.values()):
        terminalreporter.write_line("\nHostile, unlucky and odd submissions, each followed by an innocent student")
        for group, outcomes in held.items():
            terminalreporter.write_line(f"{group:<8} {sum(outcomes):>3} of {len(outcomes):>3} held   {GROUPS[group]}")
