"""Files that reach for others by what they are."""

import os


def links_to_the_machines_files(desk, notebook):
    """
    what: data files that are links to the machine's accounts and to the neighbour's notebook
    points: 19 of 19
    flag: a symbolic link
    """
    os.symlink("/etc/passwd", desk.folder / "data.csv")
    os.symlink(desk.neighbour / "01_credit.ipynb", desk.folder / "notes.txt")
    os.symlink("/", desk.folder / "folder")
    desk.write(notebook)


def hard_link_to_the_release(desk, notebook):
    """
    what: the notebook is the very file that the instructor released, by a hard link
    points: 0 of 19
    flag: hard link
    """
    os.link(desk.course / "release/01_credit/01_credit.ipynb", desk.folder / "01_credit.ipynb")


def names_that_lead_elsewhere(desk, notebook):
    """
    what: files and cells with names that would lead out of the folder, or into a terminal
    points: 19 of 19
    flag: no plain name
    """
    (desk.folder / "..\\..\\gradebook.db").write_text("x")
    (desk.folder / "\x1b[2Jdata.csv").write_text("x")
    (desk.folder / "a;touch left_by_a_student").write_text("x")
    notebook.cells[0]["id"] = "../../../x"
    desk.write(notebook)


def script_in_the_written_answer(desk, notebook):
    """
    what: the answer that is graded by hand holds scripts, forms and pictures from elsewhere
    points: 19 of 19
    flag: shown as letters: 'opinion' | is no picture
    """
    text = (
        "Yes. <script>document.forms[0].score.value = 4</script></div><input value=4>\n\n![x](https://192.0.2.1/a.png)"
    )
    for cell in notebook.cells:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "opinion":
            cell["source"] = text
            cell["attachments"] = {
                "x.svg": {"image/svg+xml": "<svg onload=alert(1)>"},
                "y": {"text/html": "PHNjcmlwdD4="},
            }
    desk.write(notebook)


def raw_cells_and_types(desk, notebook):
    """
    what: raw cells and cells of unheard-of types that a page would take over as they are
    points: 19 of 19
    flag: shown as letters | of an unknown type | is no picture
    """
    script = "<script>alert(1)</script>"
    raw = {"cell_type": "raw", "metadata": {"raw_mimetype": "text/html", "format": "text/html"}, "source": script}
    odd = {"cell_type": "html", "metadata": {}, "source": f"<img src=x onerror=alert(1)>{script}"}
    text = {"cell_type": "markdown", "metadata": {}, "source": "x", "attachments": {"a.png": {"text/html": script}}}
    notebook.cells[3:3] = [raw, odd, text]
    desk.write(notebook)


def metadata_for_the_browser(desk, notebook):
    """
    what: metadata of notebook and cells that a page would write into itself
    points: 19 of 19
    """
    script = '"><script>alert(1)</script>'
    notebook.content["metadata"] |= {"title": script, "widgets": {"x": script}, "language_info": {"name": script}}
    for cell in notebook.cells:
        cell["metadata"] |= {"name": script, "jupyter": {"source_hidden": True}, "comment": script}
    desk.write(notebook)
