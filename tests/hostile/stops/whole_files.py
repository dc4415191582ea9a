"""Files that are no notebook, or none that can be read in a reasonable time."""

import json
import os


def cut_off(desk, notebook):
    """
    what: the file ends in the middle
    points: none
    status: could not be read
    says: not a notebook
    """
    text = json.dumps(notebook.content)
    (desk.folder / "01_credit.ipynb").write_text(text[: len(text) // 2])


def empty(desk, notebook):
    """
    what: a file of no bytes
    points: none
    status: could not be read
    says: the file is empty
    """
    (desk.folder / "01_credit.ipynb").touch()


def nested(desk, notebook):
    """
    what: a million brackets
    points: none
    status: could not be read
    says: nested too deeply
    """
    (desk.folder / "01_credit.ipynb").write_text('{"cells": ' + "[" * 1_000_000 + "]" * 1_000_000 + "}")


def unfolding(desk, notebook):
    """
    what: small on the disk, large in memory: six million empty cells
    points: none
    status: could not be read
    says: values
    """
    (desk.folder / "01_credit.ipynb").write_text('{"cells": [' + "{}," * 6_000_000 + "{}]}")


def too_large(desk, notebook):
    """
    what: seventy megabytes of outputs, in a file with holes
    points: none
    status: could not be read
    says: MB
    """
    with open(desk.folder / "01_credit.ipynb", "wb") as file:
        file.truncate(70 * 1024 * 1024)


def long_number(desk, notebook):
    """
    what: a number of three million digits in the metadata, which takes for ever to read exactly
    points: 19 of 19
    """
    text = json.dumps(notebook.content).replace('"nbformat": 4', f'"nbformat": 4, "n": {"7" * 3_000_000}')
    (desk.folder / "01_credit.ipynb").write_text(text)


def zipped(desk, notebook):
    """
    what: a zip archive that is called a notebook
    points: none
    status: could not be read
    says: a zip archive
    """
    (desk.folder / "01_credit.ipynb").write_bytes(b"PK\x03\x04" + bytes(1000))


def web_page(desk, notebook):
    """
    what: the page that shows the notebook, in place of the notebook
    points: none
    status: could not be read
    says: download the notebook itself
    """
    (desk.folder / "01_credit.ipynb").write_text("<!DOCTYPE html><html><body>Sign in</body></html>")


def named_pipe(desk, notebook):
    """
    what: the notebook is a named pipe, which nobody will ever write to
    points: none
    status: needs a look
    flag: a named pipe
    """
    os.mkfifo(desk.folder / "01_credit.ipynb")


def folder_of_that_name(desk, notebook):
    """
    what: a folder with the notebook's name
    points: none
    status: missing notebook
    """
    (desk.folder / "01_credit.ipynb").mkdir()


def links_in_a_circle(desk, notebook):
    """
    what: beside the notebook links that lead to each other, to themselves and to the folder above
    points: 19 of 19
    flag: a symbolic link
    """
    os.symlink("two", desk.folder / "one")
    os.symlink("one", desk.folder / "two")
    os.symlink(desk.folder.parent, desk.folder / "up")
    desk.write(notebook)


def pipes_beside(desk, notebook):
    """
    what: beside the notebook named pipes that would hold up whoever reads them
    points: 19 of 19
    flag: a named pipe
    """
    os.mkfifo(desk.folder / "data.csv")
    os.mkfifo(desk.folder / "timestamp.txt")
    desk.write(notebook)


def thousands_of_files(desk, notebook):
    """
    what: the whole environment of packages was handed in, too
    points: 19 of 19
    flag: no more than 500 files
    """
    for number in range(30):
        folder = desk.folder / f"packages/p{number}"
        folder.mkdir(parents=True)
        for name in range(30):
            (folder / f"{name}.txt").touch()
    desk.write(notebook)


def old_marks(desk, notebook):
    """
    what: nbgrader's marks in the cells are of its first layout, and of one that does not exist yet
    points: 19 of 19
    """
    for number, cell in enumerate(notebook.cells):
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["schema_version"] = (1, 99, "x", None)[number % 4]
    desk.write(notebook)


def broken_marks(desk, notebook):
    """
    what: metadata, sources and types of cells that are nothing a notebook may hold
    points: none
    status: could not be read
    says: not a notebook
    """
    notebook.cells[5]["source"] = {"text": 5}
    notebook.cells[6]["metadata"] = [1]
    desk.write(notebook)


def no_cells(desk, notebook):
    """
    what: the cells are a text
    points: none
    status: could not be read
    says: no list of cells
    """
    notebook.content["cells"] = "none"
    desk.write(notebook)


def unknown_kernel(desk, notebook):
    """
    what: the metadata ask for a kernel that does not exist, and for one that is a command
    points: 19 of 19
    """
    notebook.content["metadata"] = {
        "kernelspec": {"name": "../../evil", "display_name": "R", "argv": ["touch", "/tmp/left_by_a_student"]},
        "language_info": {"name": "R", "version": "4.2"},
    }
    desk.write(notebook)


def format_of_the_future(desk, notebook):
    """
    what: a notebook of format 5
    points: none
    status: could not be read
    says: notebook format
    """
    notebook.content["nbformat"] = 5
    desk.write(notebook)
