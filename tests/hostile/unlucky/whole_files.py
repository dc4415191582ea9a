"""Accidents with files."""

import json


def nothing_but_the_release(desk, notebook):
    """
    what: the released notebook, untouched
    points: 0 of 19
    """
    desk.write(desk.released)


def no_notebook(desk, notebook):
    """
    what: the solution as a Python file and a picture of the screen, and no notebook
    points: none
    status: missing notebook
    says: expected 01_credit.ipynb
    """
    (desk.folder / "01_credit.py").write_text("def growth(before, after):\n    return after / before - 1\n")
    (desk.folder / "screen.png").write_bytes(b"\x89PNG")


def two_that_fit(desk, notebook):
    """
    what: two downloads of the notebook, and neither has its name
    points: none
    status: needs a look
    says: which one counts?
    """
    for name in ("01_credit (1).ipynb", "01_credit (2).ipynb"):
        (desk.folder / name).write_text(json.dumps(notebook.content))


def another_assignment(desk, notebook):
    """
    what: a notebook of another course under this name
    points: 0 of 19
    flag: missing
    """
    cell = {"cell_type": "code", "metadata": {}, "source": "print('homework')", "outputs": [], "execution_count": 1}
    notebook.content["cells"] = [cell]
    desk.write(notebook)


def answer_deleted(desk, notebook):
    """
    what: the cell of an answer was deleted
    points: 14 of 19
    flag: missing answers: 'task_1'
    """
    cells = [cell for cell in notebook.cells if cell["metadata"].get("nbgrader", {}).get("grade_id") != "task_1"]
    notebook.content["cells"] = cells
    desk.write(notebook)


def text_not_code(desk, notebook):
    """
    what: the answer's cell holds an essay about the answer, as text
    points: 14 of 19
    flag: of another cell type, turned back
    """
    notebook = desk.notebook({"task_1": "The growth is the later amount over the earlier, less one."}, "right")
    for cell in notebook.cells:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "task_1":
            cell["cell_type"] = "markdown"
            del cell["outputs"], cell["execution_count"]
    desk.write(notebook)
