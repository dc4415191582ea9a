"""A secret in anything that students get is found, wherever it hides; a clean release is not accused."""

import base64
import json
import shutil

import pytest

from cmlib.instructor.leaks import find_leaks, secrets
from cmlib.instructor.notebook import Notebook

SOLUTION = "return (after - before) / before"
HIDDEN = "wanted_874213 = after_874213 / before_874213 - 1"
MODEL_ANSWER = "No: three purchases say nothing about repayment. This model answer must never be released."


@pytest.fixture
def release_folder(released_course, toy, tmp_path):
    folder = tmp_path / "release"
    shutil.copytree(released_course.released(toy).parent, folder)
    return folder


@pytest.fixture
def notebook(course, toy):
    return course.source(toy)


def test_the_toy_release_is_clean(notebook, release_folder):
    assert find_leaks(notebook, release_folder) == []


def test_solutions_hidden_tests_and_model_answers_are_the_secrets(notebook):
    lines, numbers = secrets(Notebook.read(notebook))
    assert {SOLUTION, HIDDEN, MODEL_ANSWER} <= set(lines)
    assert not any("twice as much is growth" in line for line in lines)
    assert numbers == []


def _in_a_source(content):
    content["cells"][0]["source"] = ["Some text.\n", f"    {SOLUTION}\n"]


def _split_in_an_output(content):
    lines = [f"{HIDDEN[:10]}", f"{HIDDEN[10:]}\n"]
    content["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": lines}]


def _in_metadata(content):
    content["metadata"]["note"] = {"deep": [1, MODEL_ANSWER]}


@pytest.mark.parametrize("plant", [_in_a_source, _split_in_an_output, _in_metadata])
def test_a_secret_in_the_notebook_is_found(notebook, release_folder, toy, plant):
    file = release_folder / f"{toy}.ipynb"
    content = json.loads(file.read_text(encoding="utf-8"))
    plant(content)
    file.write_text(json.dumps(content), encoding="utf-8")
    (leak,) = find_leaks(notebook, release_folder)
    assert leak.file.name == file.name
    assert leak.secret in {SOLUTION, HIDDEN, MODEL_ANSWER}


def test_a_secret_in_a_file_beside_the_notebook_is_found(notebook, release_folder):
    (release_folder / "data").mkdir()
    (release_folder / "data/pair.py").write_text(
        f"def growth(before, after):\n  {SOLUTION.replace(' ', '  ')}\n", encoding="utf-8"
    )
    (release_folder / "picture.bin").write_bytes(base64.b64decode("/////w=="))
    assert [str(leak) for leak in find_leaks(notebook, release_folder)] == [f"data/pair.py: {SOLUTION}"]


def test_a_hidden_number_is_found_on_its_own(tmp_path):
    hidden = "### BEGIN HIDDEN TESTS\nfirms = make(seed=918_273)\nassert limit == 100000\n### END HIDDEN TESTS"
    cell = {"cell_type": "code", "metadata": {}, "source": hidden}
    (tmp_path / "source.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    (tmp_path / "release").mkdir()
    (tmp_path / "release/notes.txt").write_text("Try seed 918273, not 1918273. Cap: 100000.", encoding="utf-8")
    assert [leak.secret for leak in find_leaks(tmp_path / "source.ipynb", tmp_path / "release")] == ["918273"]


@pytest.mark.parametrize(
    "text", ["### BEGIN SOLUTION\nx = 1", "x = 1\n### END SOLUTION", "### BEGIN SOLUTION\n### END HIDDEN TESTS"]
)
def test_marks_without_their_partner_are_refused(text):
    cell = {"cell_type": "code", "metadata": {}, "source": text}
    with pytest.raises(ValueError, match=r"SOLUTION|HIDDEN TESTS"):
        secrets(Notebook({"cells": [cell]}))


def test_an_empty_folder_proves_nothing(notebook, tmp_path):
    with pytest.raises(FileNotFoundError, match="needs files to search"):
        find_leaks(notebook, tmp_path)
