"""Submissions that want points by the notebook's file, not by its code."""

import json
import os


def _wrong(desk):
    return desk.notebook({"task_1": "growth = lambda before, after: 0"}, "blank")


def tags_that_skip(desk, notebook):
    """
    what: the tag skip-execution on the locked test cells, which no checksum covers
    points: 0 of 19
    """
    notebook = _wrong(desk)
    for cell in notebook.cells:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove_cell"]
    desk.write(notebook)


def linked_to_a_neighbour(desk, notebook):
    """
    what: the notebook is a symbolic link to another student's
    points: none
    status: needs a look
    flag: a symbolic link
    says: symbolic link
    """
    os.symlink(desk.neighbour / "01_credit.ipynb", desk.folder / "01_credit.ipynb")


def linked_folder(desk, notebook):
    """
    what: the folder is a symbolic link to another student's
    points: none
    status: needs a look
    says: symbolic link
    """
    desk.folder.rmdir()
    os.symlink(desk.neighbour, desk.folder)


def linked_to_the_source(desk, notebook):
    """
    what: the notebook is a symbolic link to the instructor's solutions
    points: none
    status: needs a look
    flag: a symbolic link
    """
    os.symlink(desk.course / "source/01_credit/01_credit.ipynb", desk.folder / "01_credit.ipynb")


def tests_made_easy(desk, notebook):
    """
    what: test cells are edited to pass, unlocked, and worth 100 points
    points: 0 of 19
    flag: changed, the instructor's text was used
    """
    notebook = _wrong(desk)
    for cell in notebook.cells:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("grade") and cell["cell_type"] == "code":
            cell["source"] = "100"
            marks.update(points=100, locked=False, checksum="0")
    desk.write(notebook)


def test_cells_as_answers(desk, notebook):
    """
    what: the metadata make answers of the test cells and a test of the answer
    points: 0 of 19
    flag: changed, the instructor's text was used
    """
    notebook = _wrong(desk)
    for cell in notebook.cells:
        marks = cell["metadata"].get("nbgrader", {})
        if "test" in marks.get("grade_id", ""):
            marks.update(grade=False, solution=True, locked=False)
            cell["source"] = "pass"
        elif marks.get("solution"):
            marks.update(grade=True, solution=False, points=19)
    desk.write(notebook)


def easy_twins_of_tests(desk, notebook):
    """
    what: before each test cell stands an easy one of the same name
    points: 0 of 19
    flag: is there 2 times | changed, the instructor's text was used
    """
    notebook = _wrong(desk)
    cells = []
    for cell in notebook.cells:
        marks = cell["metadata"].get("nbgrader", {})
        if "test" in marks.get("grade_id", ""):
            cells.append({**cell, "id": f"{cell['id']}-easy", "source": "pass"})
        cells.append(cell)
    notebook.content["cells"] = cells
    desk.write(notebook)


def results_already_there(desk, notebook):
    """
    what: the cells carry outputs that say full points
    points: 0 of 19
    """
    notebook = _wrong(desk)
    result = {"output_type": "execute_result", "data": {"text/plain": "5"}, "metadata": {}, "execution_count": 1}
    for cell in notebook.cells:
        if cell["cell_type"] == "code":
            cell.update(outputs=[result], execution_count=1)
    desk.write(notebook)


def tests_turned_into_text(desk, notebook):
    """
    what: the test cells are markdown, their ids those of other cells
    points: 0 of 19
    flag: changed, the instructor's text was used
    """
    notebook = _wrong(desk)
    for cell in notebook.cells:
        if "test" in cell["metadata"].get("nbgrader", {}).get("grade_id", ""):
            cell.update(cell_type="markdown", source="nothing", id="given")
    desk.write(notebook)


def modules_beside(desk, notebook):
    """
    what: modules beside the notebook that would be taken for the tests' own libraries
    points: 0 of 19
    flag: would be taken for other code
    """
    for name in ("numpy.py", "pandas.py", "sitecustomize.py", "conftest.py", "math.py", "IPython.py", "cmlib.py"):
        (desk.folder / name).write_text("def __getattr__(name):\n    return lambda *args, **kwargs: True\n")
    (desk.folder / "pandas").mkdir()
    (desk.folder / "pandas/__init__.py").write_text("raise SystemExit(0)\n")
    (desk.folder / "easy.pth").write_text("import os; os._exit(0)\n")
    desk.write(_wrong(desk))


def own_marks_beside(desk, notebook):
    """
    what: a gradebook, settings and a start-up file of the student's own beside the notebook
    points: 0 of 19
    """
    (desk.folder / "gradebook.db").write_bytes(b"SQLite format 3\0" + bytes(100))
    (desk.folder / "nbgrader_config.py").write_text("c = get_config()\nc.ClearSolutions.enforce_metadata = False\n")
    (desk.folder / "profile_default").mkdir()
    (desk.folder / "profile_default/00-start.py").write_text("abs = lambda value: 0\n")
    desk.write(_wrong(desk))


def skipped_by_magic(desk, notebook):
    """
    what: an unfinished cell magic, string and bracket that would swallow the cells below
    points: 0 of 19
    """
    answers = {"task_1": "%%script true", "task_2": "%%writefile /dev/null", "task_3": "'''", "task_4": "(" * 200}
    desk.write(desk.notebook(answers, "blank"))


def another_notebook_of_the_course(desk, notebook):
    """
    what: the notebook says of itself, in every id, that it is another, with easier tests
    points: 0 of 19
    flag: missing, put back
    """
    content = json.loads(json.dumps(_wrong(desk).content))
    for number, cell in enumerate(content["cells"]):
        cell["id"] = f"easy-{number}"
        marks = cell["metadata"].get("nbgrader")
        if marks and "test" in marks["grade_id"]:
            marks["grade_id"] = f"easy_{number}"
            cell["source"] = "pass"
    notebook.content.update(content)
    desk.write(notebook)
