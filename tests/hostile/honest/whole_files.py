"""Right work whose file is not as one would expect."""

import json


def _text(notebook, **options):
    return json.dumps(notebook.content, **options)


def byte_order_mark(desk, notebook):
    """
    what: the file begins with a byte-order mark, as Windows' editors like it
    points: 19 of 19
    """
    (desk.folder / "01_credit.ipynb").write_text(_text(notebook), encoding="utf-8-sig")


def utf_16(desk, notebook):
    """
    what: the file was saved as UTF-16
    points: 19 of 19
    """
    (desk.folder / "01_credit.ipynb").write_text(_text(notebook, ensure_ascii=False), encoding="utf-16")


def latin_1(desk, notebook):
    """
    what: the file was saved in an encoding of Western Europe
    points: 19 of 19
    flag: not in UTF-8
    """
    notebook.cells[0]["source"] = "# Größe, Wert und Überschuß: café"
    (desk.folder / "01_credit.ipynb").write_text(_text(notebook, ensure_ascii=False), encoding="latin-1")


def gb_18030(desk, notebook):
    """
    what: the file was saved in the encoding of a Chinese system
    points: 19 of 19
    flag: read as GB 18030
    """
    notebook.cells[3]["source"] = "# 客户经理 增长率 计算"
    (desk.folder / "01_credit.ipynb").write_text(_text(notebook, ensure_ascii=False), encoding="gb18030")


def line_ends_of_windows(desk, notebook):
    """
    what: all line ends are those of Windows, in the file and in the cells
    points: 19 of 19
    """
    for cell in notebook.cells:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
    (desk.folder / "01_credit.ipynb").write_bytes(_text(notebook, indent=1).replace("\n", "\r\n").encode())


def second_download(desk, notebook):
    """
    what: the browser has called the file 01_credit (1).ipynb
    points: 19 of 19
    flag: was taken for
    """
    (desk.folder / "01_Credit (1).ipynb").write_text(_text(notebook))


def text_file_of_a_mail(desk, notebook):
    """
    what: a mail program has added .txt, and a folder round it
    points: 19 of 19
    flag: was taken for
    """
    (desk.folder / "homework").mkdir()
    (desk.folder / "homework/01_credit.ipynb.txt").write_text(_text(notebook))


def garbage_timestamp(desk, notebook):
    """
    what: the file with the time of the submission holds no time
    points: 19 of 19
    flag: holds no time
    """
    (desk.folder / "timestamp.txt").write_text("yesterday, I think")
    desk.write(notebook)


def test_cells_deleted(desk, notebook):
    """
    what: some test cells were deleted by accident
    points: 19 of 19
    flag: missing, put back
    """
    gone = ("task_1_test_2", "task_3_test_1")
    cells = [cell for cell in notebook.cells if cell["metadata"].get("nbgrader", {}).get("grade_id") not in gone]
    notebook.content["cells"] = cells
    desk.write(notebook)


def cells_copied_and_pasted(desk, notebook):
    """
    what: an answer and a test cell were copied and pasted, names and all
    points: 19 of 19
    flag: 'task_1' is there 2 times | 'task_2_test_1' is there 2 times
    """
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if cell["metadata"].get("nbgrader", {}).get("grade_id") in ("task_1", "task_2_test_1"):
            cells.append({**cell, "id": f"{cell['id']}-copy"})
    notebook.content["cells"] = cells
    desk.write(notebook)


def cells_moved(desk, notebook):
    """
    what: a task was moved above another
    points: 19 of 19
    flag: another order
    """
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id", "") for cell in notebook.cells]
    first = names.index("task_4")
    moved = notebook.cells[first : first + 3]
    del notebook.cells[first : first + 3]
    notebook.cells[3:3] = moved
    desk.write(notebook)


def a_cell_split(desk, notebook):
    """
    what: an answer was split in two cells, as Jupyter does it, with the name on both
    points: 19 of 19
    flag: is there 2 times
    """
    place = next(n for n, cell in enumerate(notebook.cells) if cell["id"] == "task-4")
    whole = notebook.cells[place]["source"]
    notebook.cells.insert(place, {**notebook.cells[place], "id": "split", "source": "import math\nhalf = 0.5"})
    notebook.cells[place + 1]["source"] = whole
    desk.write(notebook)


def given_cell_edited(desk, notebook):
    """
    what: the cell with the rate, which may be edited, was edited
    points: 19 of 19
    """
    next(cell for cell in notebook.cells if cell["id"] == "rate")["source"] = "rate = 0.2\nprint(rate)"
    desk.write(notebook)


def locked_cell_edited(desk, notebook):
    """
    what: a comment was put into the locked cell of the data
    points: 19 of 19
    flag: changed, the instructor's text was used: 'given'
    """
    cell = next(cell for cell in notebook.cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == "given")
    cell["source"] = "# my data\n" + "".join(cell["source"]).replace("40", "41")
    desk.write(notebook)


def own_module_beside(desk, notebook):
    """
    what: the answer imports a module of the student's own, which lies beside the notebook
    points: 19 of 19
    """
    (desk.folder / "my_tools.py").write_text("def growth(before, after):\n    return (after - before) / before\n")
    (desk.folder / "数据.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    code = "from my_tools import growth\nprint(pd.read_csv('数据.csv'))"
    desk.write(desk.notebook({"task_1": code}, "right"))


def module_named_like_a_library(desk, notebook):
    """
    what: an early try called numpy.py lies beside the notebook
    points: 19 of 19
    flag: would be taken for other code, left out: 'numpy.py'
    """
    (desk.folder / "numpy.py").write_text("print('my first steps with numpy')\n")
    desk.write(notebook)


def old_format(desk, notebook):
    """
    what: a notebook of format 3, of before 2015, with its cells in worksheets
    points: 19 of 19
    """
    cells = [{**cell, "input": cell["source"]} for cell in notebook.cells]
    content = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells, "metadata": {}}]}
    (desk.folder / "01_credit.ipynb").write_text(json.dumps(content))


def run_elsewhere(desk, notebook):
    """
    what: opened in other programs, which have dropped the marks of nbgrader, renamed the ids and left large outputs
    points: 19 of 19
    flag: without the name that nbgrader gave
    """
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell{number}"
        cell["metadata"] = {"collapsed": False, "executionInfo": {"user": {"displayName": "x"}}, "outputId": "1"}
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["x" * 100] * 1000}]
            cell["execution_count"] = 999
    desk.write(notebook)


def hidden_files(desk, notebook):
    """
    what: checkpoints, caches and the files that systems leave in folders
    points: 19 of 19
    """
    for path in (".ipynb_checkpoints/01_credit-checkpoint.ipynb", ".DS_Store", "__pycache__/x.pyc", "__MACOSX/._x"):
        (desk.folder / path).parent.mkdir(exist_ok=True)
        (desk.folder / path).write_bytes(b"x")
    desk.write(notebook)
