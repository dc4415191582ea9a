"""Every lesson runs from a fresh kernel, without a network, in little memory, and keeps to the house's form."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
QUIZZES = sorted((ROOT / "notebooks" / "quizzes").glob("*.json"))

MEMORY_LIMIT = 1_500  # MB

#: Runs before the lesson: warnings are errors, and every way out of the machine is closed.
CLOSED = """
import socket, warnings
warnings.simplefilter("error")
def _refuse(self, address, *rest):
    raise OSError(f"a lesson must run offline; it wanted {address}")
socket.socket.connect = socket.socket.connect_ex = _refuse
"""
#: Runs after it: the kernel's peak memory in MB. On Linux its own; what `resource` gives counts in the process that
#: started the kernel.
PEAK = r"""
import pathlib, re, resource
status = pathlib.Path("/proc/self/status")
own = re.search(r"VmHWM:\s+(\d+)", status.read_text()).group(1) if status.exists() else None
print(int(own or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024)
"""

by_name = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def executed():
    """Lesson -> its notebook after a run and its peak memory; each lesson runs once."""
    done = {}

    def run(path):
        if path not in done:
            notebook = nbformat.read(path, as_version=4)
            notebook.cells.insert(0, nbformat.v4.new_code_cell(CLOSED))
            notebook.cells.append(nbformat.v4.new_code_cell(PEAK))
            folder = {"metadata": {"path": str(path.parent)}}
            NotebookClient(notebook, timeout=120, resources=folder, shutdown_kernel="immediate").execute()
            done[path] = notebook.cells[1:-1], int(notebook.cells[-1].outputs[0].text)
        return done[path]

    return run


def test_there_are_lessons():
    assert LESSONS


@by_name
def test_it_runs_offline_without_a_warning_and_in_little_memory(path, executed):
    cells, peak = executed(path)
    assert peak < MEMORY_LIMIT
    written = [output for cell in cells for output in cell.get("outputs", []) if output.get("name") == "stderr"]
    assert written == []


@by_name
def test_it_shows_at_least_three_figures_each_told_in_words_below(path, executed):
    cells, _ = executed(path)
    places = [
        i for i, cell in enumerate(cells) if any("image/png" in o.get("data", {}) for o in cell.get("outputs", []))
    ]
    assert len(places) >= 3
    for place in places:
        assert "in words:*" in cells[place + 1].source.lower(), (
            f"the figure of cell {cells[place].id} is not told in words"
        )


@by_name
def test_an_open_question_says_that_it_is_open(path, executed):
    cells, _ = executed(path)
    checks = [cell for cell in cells if "check_number(" in cell.source]
    shown = ["".join(output.text for output in cell.outputs) for cell in checks]  # a line may come in two pieces
    assert shown
    assert all("has no value yet" in text for text in shown)


@by_name
def test_code_cells_are_short_and_prose_can_be_read_at_a_glance(path):
    for cell in nbformat.read(path, as_version=4).cells:
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if cell.cell_type == "code":
            assert len(lines) <= 10, f"{cell.id}: {len(lines)} lines of code"
            assert all(len(line) <= 120 for line in lines), f"{cell.id}: a line is longer than 120 characters"
        else:
            prose = " ".join(line for line in lines if not line.startswith("|"))
            assert len(prose.split()) <= 130, f"{cell.id}: {len(prose.split())} words"


@by_name
def test_it_has_the_shell_of_a_lesson(path):
    sources = [cell.source for cell in nbformat.read(path, as_version=4).cells]
    first, last = sources[0], "\n".join(sources[-2:])
    for part in ("**The question.**", "**After this lesson you can**", "**You need**", "**Time:**"):
        assert part in first, part
    for part in ("**Take away**", "| English | 中文 | meaning |", path.stem):
        assert part in last, part
    body = "\n".join(sources)
    assert body.count("**Predict") >= 3
    assert "display_quiz(" in body
    assert "mislead" in body


@by_name
def test_a_chinese_term_stands_in_brackets_where_it_is_introduced(path):
    """Outside tables and code, Chinese stands only in brackets, after the English term."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            prose = "\n".join(line for line in cell.source.splitlines() if not line.startswith("|"))
            without_brackets = re.sub(r"\([^()]*\)", "", prose)
            assert not re.search(r"[\u4e00-\u9fff]", without_brackets), f"{cell.id}: Chinese outside brackets"


@by_name
def test_every_local_link_and_quiz_exists(path):
    for cell in nbformat.read(path, as_version=4).cells:
        for target in re.findall(r'display_quiz\("([^"]+)"', cell.source) + re.findall(
            r"\]\((?!http)([^)#]+)\)", cell.source
        ):
            assert (path.parent / target).exists(), f"{cell.id}: {target}"


@pytest.mark.parametrize("path", QUIZZES, ids=lambda path: path.stem)
def test_a_quiz_has_one_right_answer_and_feedback_for_every_option(path):
    questions = json.loads(path.read_text(encoding="utf-8"))
    assert 1 <= len(questions) <= 4
    for question in questions:
        answers = question["answers"]
        assert sum(answer["correct"] for answer in answers) == 1, question["question"]
        assert all(len(answer["feedback"]) > 20 for answer in answers), question["question"]
        assert len({answer["feedback"] for answer in answers}) == len(answers), question["question"]
