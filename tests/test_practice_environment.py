"""`check_environment` says fine where all is fine, and for every fault what is wrong and what to do."""

import json
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from cmlib import datasets
from cmlib.practice import check_environment, environment

HOME, HUB = "What to do: ", "Tell your instructor: “"


@pytest.fixture
def lesson(tmp_path, monkeypatch):
    """A course in which all is fine: a notebook's folder with a quiz, and two small tables of data."""
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    monkeypatch.delenv("CMLIB_DATASETS", raising=False)
    data, quizzes = tmp_path / "datasets", tmp_path / "notebooks" / "quizzes"
    data.mkdir()
    quizzes.mkdir(parents=True)
    (quizzes / "00_tables.json").write_text("[]")
    tables = []
    for name in ("customers", "loans"):
        (data / f"{name}.csv").write_text("id\n1\n")
        tables.append({"name": name, "path": f"{name}.csv", "bytes": 5})
    (data / "datapackage.json").write_text(json.dumps({"resources": tables}))
    monkeypatch.chdir(quizzes.parent)
    return tmp_path


@pytest.fixture
def said(lesson, capsys):
    """What is printed, in lines; `said(hub=True)` as on a hub."""

    def run(hub=False, **named):
        with pytest.MonkeyPatch.context() as patch:
            if hub:
                patch.setenv("JUPYTERHUB_USER", "student")
            check_environment(**named)
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out.splitlines()

    return run


def installed(monkeypatch, **versions):
    """The packages named are installed in these versions; None: not at all."""
    real = metadata.version

    def version(name):
        found = versions.get(name.replace("-", "_"), real)
        if found is None:
            raise metadata.PackageNotFoundError(name)
        return real(name) if found is real else found

    monkeypatch.setattr(environment.metadata, "version", version)


def test_where_all_is_fine_each_line_says_so(said):
    *lines, last = said()
    assert [line[:7] for line in lines] == ["fine   "] * 4
    assert last == "Everything is as it should be."
    assert f"fine   2 tables of the bank, in {datasets.folder()}" in lines


def test_the_course_itself_is_fine_here(monkeypatch, capsys):
    root = Path(__file__).parent.parent
    monkeypatch.chdir(root / "notebooks")
    check_environment()
    assert "WRONG" not in capsys.readouterr().out


def test_the_packages_are_those_of_the_extra_and_of_no_other(said, monkeypatch):
    asked = []
    real = metadata.version
    monkeypatch.setattr(environment.metadata, "version", lambda name: asked.append(name) or real(name))
    said()
    written = [Requirement(each) for each in metadata.requires("cmlib")]
    course = {one.name for one in written if one.marker is None or "course" in str(one.marker)}
    assert set(asked) - {"cmlib"} == course
    assert {"pandas", "jupyterquiz", "nbgrader"} <= course
    assert not {"pyspark", "pytest", "sphinx"} & course


@pytest.mark.parametrize("version", [None, "0.1"])
def test_a_package_that_is_missing_or_too_old_is_named_with_the_command(said, monkeypatch, version):
    installed(monkeypatch, seaborn=version)
    lines = said()
    at = next(place for place, line in enumerate(lines) if line.startswith("WRONG"))
    assert "seaborn" in lines[at]
    assert ("is missing" if version is None else "0.1 does not suit") in lines[at]
    assert "the course needs seaborn>=" in lines[at]
    assert lines[at + 1].strip().startswith(f'{HOME}run in a terminal: "{sys.executable}" -m pip install "seaborn>=')
    assert lines[-1].startswith("1 of 4 things are wrong")
    assert not any("packages, each" in line for line in lines)


def test_every_faulty_package_has_its_line(said, monkeypatch):
    installed(monkeypatch, seaborn=None, tqdm="0.1")
    assert sum(line.startswith("WRONG") for line in said()) == 2


def test_a_version_before_its_release_suits(said, monkeypatch):
    installed(monkeypatch, seaborn="99.0rc1")
    assert said()[-1] == "Everything is as it should be."


def test_on_a_hub_there_is_a_sentence_for_the_instructor_and_no_command(said, monkeypatch):
    installed(monkeypatch, seaborn=None)
    text = "\n".join(said(hub=True))
    assert f"{HUB}In {sys.prefix}, seaborn is missing; the course needs seaborn>=" in text
    assert "pip install" not in text


@pytest.mark.parametrize("hub", [False, True])
def test_a_kernel_without_the_course_is_told_first(said, monkeypatch, hub):
    def nowhere(name):
        raise metadata.PackageNotFoundError(name)

    for name in ("metadata", "version", "requires"):
        monkeypatch.setattr(environment.metadata, name, nowhere)
    first, remedy, *rest = said(hub=hub)
    assert first.startswith("WRONG  cmlib is not installed in this kernel's Python")
    assert sys.executable in first
    assert remedy.strip().startswith(HUB if hub else f"{HOME}choose the menu Kernel, Change Kernel")
    assert "".join(rest).count("WRONG") == 0


@pytest.mark.parametrize("hub", [False, True])
def test_a_python_that_does_not_suit(said, monkeypatch, hub):
    monkeypatch.setattr(environment.platform, "python_version", lambda: "3.8.1")
    first, remedy, *_ = said(hub=hub)
    assert first.startswith("WRONG  this kernel's Python 3.8.1")
    assert "the course needs" in first
    assert remedy.strip().startswith(HUB if hub else HOME)


def test_without_packaging_the_versions_cannot_be_compared(said, monkeypatch):
    for name in ("packaging", "packaging.requirements", "packaging.specifiers"):
        monkeypatch.setitem(sys.modules, name, None)
    lines = said()
    assert "WRONG  packaging is missing, so the versions of the others cannot be compared" in lines
    assert lines[0].startswith("fine   Python")


def test_an_old_installation_that_knows_no_course(said, monkeypatch):
    monkeypatch.setattr(environment.metadata, "requires", lambda name: ["pandas>=1"])
    text = "\n".join(said())
    assert "WRONG  the installed cmlib knows no extra 'course'" in text
    assert '-m pip install "cmlib[course]"' in text


@pytest.mark.parametrize("hub", [False, True])
def test_data_that_are_not_found(lesson, said, monkeypatch, hub):
    monkeypatch.setenv("CMLIB_DATASETS", str(lesson / "nowhere"))
    text = "\n".join(said(hub=hub))
    assert f"WRONG  CMLIB_DATASETS names {lesson / 'nowhere'}, which holds no datapackage.json\n" in text
    if hub:
        assert f"{HUB}The data are not found from {lesson / 'notebooks'}" in text
    else:
        assert f'in that folder: "{sys.executable}" -m cmlib build --folder datasets' in text


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (lambda folder: (folder / "loans.csv").unlink(), "are not complete: loans.csv is missing"),
        (lambda folder: (folder / "loans.csv").write_text("id\n"), "loans.csv is not as long as it should be"),
        (lambda folder: (folder / "datapackage.json").write_text("{"), "cannot be read: Expecting property name"),
    ],
)
def test_data_that_are_damaged(lesson, said, fault, text):
    fault(lesson / "datasets")
    lines = said()
    assert any(text in line for line in lines if line.startswith("WRONG"))
    assert any("-m cmlib build" in line for line in lines)


def test_of_many_faulty_files_three_are_named(lesson, said):
    tables = [{"name": f"t{number}", "path": f"t{number}.csv"} for number in range(5)]
    (lesson / "datasets" / "datapackage.json").write_text(json.dumps({"resources": tables}))
    assert any("t0.csv is missing, t1.csv is missing, t2.csv is missing, and 2 more" in line for line in said())


def test_a_table_in_parts_is_looked_for_part_by_part(lesson, said):
    package = {"resources": [{"name": "loans", "path": ["loans.csv", "more.csv"], "bytes": 99}]}
    (lesson / "datasets" / "datapackage.json").write_text(json.dumps(package))
    assert any("are not complete: more.csv is missing" in line for line in said())
    (lesson / "datasets" / "more.csv").write_text("id\n")
    assert said()[-1] == "Everything is as it should be."


@pytest.mark.parametrize("hub", [False, True])
def test_quizzes_that_are_not_beside_the_lesson(lesson, said, hub):
    lines = said(quizzes="elsewhere", hub=hub)
    assert f"WRONG  no quizzes in {lesson / 'notebooks' / 'elsewhere'}" in lines
    assert any(line.strip().startswith(HUB if hub else HOME) for line in lines)


def test_nothing_is_raised_when_everything_is_wrong(lesson, said, monkeypatch):
    installed(monkeypatch, pandas=None, tqdm=None)
    monkeypatch.setattr(environment.platform, "python_version", lambda: "3.8.1")
    (lesson / "datasets" / "datapackage.json").unlink()
    monkeypatch.setenv("CMLIB_DATASETS", str(lesson))
    lines = said(quizzes="elsewhere")
    assert [line[:5] for line in lines if not line.startswith(" ")][:-1] == ["WRONG"] * 5
    assert lines[-1].startswith("5 of 5 things are wrong: mend the first")
