"""Settings are read as nbgrader reads them, in any course."""

import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.preprocessors import AssignLatePenalties, LimitOutput
from recording import RAISED, make_course, printed

from cmlib.instructor.record.penalty import LatePenalty
from cmlib.instructor.record.tidy import Tidy
from cmlib.instructor.settings import load_settings


@pytest.fixture
def course(tmp_path):
    def course(extra=""):
        return make_course(tmp_path / "course", extra)

    return course


def test_personal_settings_come_first_and_the_courses_last(course, tmp_path, monkeypatch):
    personal = tmp_path / "jupyter"
    personal.mkdir()
    (personal / "nbgrader_config.py").write_text(
        "c.LimitOutput.max_lines = 77\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
        "c.CourseDirectory.root = '/somewhere/else'\n"
    )
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(personal))
    monkeypatch.chdir(personal)
    ours = course("del c.CourseDirectory.root\n")
    settings = load_settings(ours)
    assert settings.preprocessor(LimitOutput).max_lines == 5
    assert LatePenalty(settings)("s1", 3.0, 60.0) == 3.0
    assert settings.folders.db_url == f"sqlite:///{ours.root}/gradebook.db"
    assert settings.graded("s1", "credit") == ours.root / "autograded/s1/credit"
    assert settings.above_graded == ours.root / "autograded"
    assert settings.source("credit") == ours.root / "source/credit"


def test_the_folder_that_one_stands_in_does_not_matter(course, tmp_path, monkeypatch):
    (tmp_path / "nbgrader_config.py").write_text(
        "c.Autograde.create_student = False\nc.CourseDirectory.course_id = 'x'\n"
    )
    monkeypatch.chdir(tmp_path)
    settings = load_settings(course())
    assert settings.autograde.create_student
    assert settings.folders.course_id == "lending"


@pytest.mark.parametrize(
    "wrong",
    [
        "1 / 0",
        "c.CourseDirectory.ignore = 7",
        "import no_such_module",
        "c.AssignLatePenalties.plugin_class = 'no.Such'",
    ],
)
def test_settings_that_nbgrader_cannot_use(course, wrong, capsys):
    with pytest.raises(ValueError, match=r"nbgrader's settings in .*nbgrader_config.py cannot be used: \S"):
        LatePenalty(load_settings(course(wrong + "\n")))


def test_a_course_may_do_without_a_step_or_bring_its_own(course):
    ours = course(
        "c.Autograde.autograde_preprocessors = ['steps_of_this_course.Shorter', 'nbgrader.preprocessors.Execute']\n"
    )
    (ours.root / "steps_of_this_course.py").write_text(
        "from nbgrader.preprocessors import LimitOutput\n\nclass Shorter(LimitOutput):\n    pass\n"
    )
    paths = list(sys.path)
    settings = load_settings(ours)
    assert type(settings.preprocessor(LimitOutput)).__name__ == "Shorter"
    assert settings.preprocessor(AssignLatePenalties) is None
    assert LatePenalty(settings)("s1", 3.0, 60.0) is None
    assert sys.path == paths


def test_a_rule_that_is_switched_off(course):
    ours = course("c.LateSubmissionPlugin.penalty_method = 'zero'\nc.AssignLatePenalties.enabled = False\n")
    assert LatePenalty(load_settings(ours))("s1", 3.0, 60.0) is None


def test_the_notebooks_file(course):
    notebook = nbformat.v4.new_notebook(
        cells=[
            new_code_cell("x", outputs=[printed("a\n" * 9), RAISED, printed("harmless", "stderr"), printed("\ud800")])
        ]
    )
    tidy = Tidy(load_settings(course()))
    whole = tidy.bytes_of(notebook).decode("utf-8")
    (cell,) = nbformat.reads(whole, as_version=4).cells
    assert [output.get("text") for output in cell.outputs] == ["a\na\na\na\n... Output truncated ...", None]
    assert cell.outputs[1].traceback == ["line 0", "... Traceback truncated ...", "line 8"]
    assert whole.endswith("}\n")
    short = nbformat.v4.new_notebook(cells=[new_code_cell("x", outputs=[printed("\ud800北京")])])
    assert '"?北京"' in tidy.bytes_of(short).decode("utf-8")
