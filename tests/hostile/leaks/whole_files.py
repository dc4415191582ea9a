"""Files in which something could come back to the student."""


def text_where_tests_were(desk, notebook):
    """
    what: the test cells are emptied, and the student's own cell asks for the cells below it
    points: 0 of 19
    flag: changed, the instructor's text was used
    """
    code = "import json, glob\nfor path in glob.glob('**/*.ipynb', recursive=True):\n    print(open(path).read())\n"
    notebook = desk.notebook(
        {"task_1": f"{code}get_ipython().run_line_magic('history', '')\n%history -g -n 20"}, "blank"
    )
    for cell in notebook.cells:
        if "test" in cell["metadata"].get("nbgrader", {}).get("grade_id", ""):
            cell["source"] = ""
    desk.write(notebook)
