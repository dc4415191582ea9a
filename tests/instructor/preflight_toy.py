"""The toy assignment as a student's file, and ways to change it by hand."""

import copy
import json

RIGHT = "def growth(before, after):\n    return (after - before) / before"
BEST = "def best_customer(sales):\n    return 'C1'"


def released_content(course, assignment="01_toy"):
    content = json.loads(course.released(assignment).read_text(encoding="utf-8"))
    for cell in content["cells"]:
        cell["source"] = "".join(cell["source"])
    return content


def named(content, name):
    """The first cell that bears nbgrader's name, or else the id."""
    for cell in content["cells"]:
        if name in (cell["metadata"].get("nbgrader", {}).get("grade_id"), cell.get("id")):
            return cell
    raise LookupError(name)


def place(content, name):
    return content["cells"].index(named(content, name))


def code(source, **more):
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None, **more}


def text(source, **more):
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


def put_after(content, name, *cells):
    at = place(content, name) + 1
    content["cells"][at:at] = cells


def remove(content, *names):
    for name in names:
        content["cells"].remove(named(content, name))


def twin(content, name, source=None, **more):
    """A copy of a cell as Jupyter pastes it: the same marks, another id."""
    cell = copy.deepcopy(named(content, name)) | more
    cell["id"] = f"{cell['id']}-twin"
    if source is not None:
        cell["source"] = source
    return cell


def fill(content, **sources):
    for name, source in sources.items():
        named(content, name)["source"] = source
    return content


def order(rebuilt):
    """Names of the rebuilt cells, ids where there is no name, texts of the student's own cells in brackets."""
    own = set()
    shown = []
    for cell, node in zip(rebuilt.cells, rebuilt.notebook.cells, strict=True):
        added = not node.metadata and (node.id.startswith("added-") or node.id not in KNOWN_IDS)
        shown.append(f"[{cell.source}]" if added else cell.name or node.id)
        own.add(node.id)
    assert len(own) == len(shown), "an id stands twice"
    return shown


KNOWN = ["title", "given", "ask-1", "task_1", "task_1_test_1", "task_1_test_2"]
KNOWN += ["ask-2", "task_2", "task_2_test_1", "task_2_test_2", "ask-3", "opinion"]
KNOWN_IDS = {name.replace("_", "-") for name in KNOWN} | {"limit", "names"}


def source_of(rebuilt, name):
    (found,) = [cell for cell in rebuilt.cells if cell.name == name]
    return found.source


def change_source(course, name, change):
    """Change the instructor's notebook, its sources as texts."""
    path = course.source(name)
    content = json.loads(path.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        cell["source"] = "".join(cell["source"])
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")
