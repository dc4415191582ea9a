"""Notebooks changed at random: always a status, never an exception, and never anything but the instructor's tests."""

import copy
import json
import random

import nbformat
import pytest
from preflight_toy import BEST, RIGHT, fill, released_content

from cmlib.instructor.course import Course
from cmlib.instructor.outcome import MISSING, NEEDS_A_LOOK, UNREADABLE
from cmlib.instructor.preflight.check import preflight
from cmlib.instructor.preflight.read_copy import read_copy

NAME = "01_toy.ipynb"
#: What may stand where a notebook has something else.
ODD = [None, True, 0, -1, 1e308, "", "x", "task_1", "\ud800", "code", [], ["a", 1], [[]], {}, {"nbgrader": 1}, 10**30]


@pytest.fixture(scope="module")
def made(released_course, toy):
    return read_copy(released_course, toy)


@pytest.fixture(scope="module")
def content(released_course):
    return fill(released_content(released_course), task_1=RIGHT, task_2=BEST, opinion="No.")


@pytest.fixture
def look(tmp_path, toy, made):
    """Preflight of a file's bytes; whatever comes out of it is checked."""
    (tmp_path / "nbgrader_config.py").touch()
    folder = tmp_path / "submitted" / "s01" / toy
    folder.mkdir(parents=True)
    names = [cell.name for cell in made.cells if cell.name]
    locked = {cell.name: cell.source for cell in made.cells if cell.locked}

    def look(content):
        (folder / NAME).write_bytes(content)
        found = preflight(Course(tmp_path), toy, "s01", made)
        assert found.status in ("", UNREADABLE)
        assert bool(found.status) == bool(found.reason) == (found.sheet is None)
        assert all("\n" not in sentence and len(sentence) < 1000 for sentence in (found.reason, *found.flags))
        if found.sheet:
            _check(found, names, locked)
        return found

    return look


def _check(found, names, locked):
    cells = found.sheet.cells
    assert [cell.name for cell in cells if cell.name] == names
    assert {cell.name: cell.source for cell in cells if cell.name in locked} == locked
    assert [cell.number for cell in cells] == list(range(len(cells)))
    assert [node.source for node in found.notebook.cells] == [cell.own or cell.source for cell in cells]
    assert sum(cell.points for cell in cells) == 16
    nbformat.validate(nbformat.reads(nbformat.writes(found.notebook).encode("utf-8").decode("utf-8"), as_version=4))


def _somewhere(node, rng):
    """A random place in nested JSON: what holds it, and its key."""
    places = []

    def walk(holder):
        for key in range(len(holder)) if isinstance(holder, list) else list(holder):
            places.append((holder, key))
            if isinstance(holder[key], list | dict):
                walk(holder[key])

    walk(node)
    return rng.choice(places)


def _replace(content, rng):
    holder, key = _somewhere(content, rng)
    holder[key] = copy.deepcopy(rng.choice(ODD))


def _delete(content, rng):
    holder, key = _somewhere(content, rng)
    del holder[key]


def _swap(content, rng):
    (one, key), (other, place) = _somewhere(content, rng), _somewhere(content, rng)
    one[key], other[place] = copy.deepcopy(other[place]), copy.deepcopy(one[key])


def _rename(content, rng):
    cell = rng.choice(content["cells"])
    cell["metadata"]["nbgrader"] = {"grade_id": rng.choice(["task_1", "task_1_test_1", "opinion", "given", "new"])}


def _type(content, rng):
    rng.choice(content["cells"])["cell_type"] = rng.choice(["code", "markdown", "raw", "heading"])


def _edit(content, rng):
    rng.choice(content["cells"])["source"] = rng.choice(["", "x = 1", "a\r\nb", ["p", "q"]])


def _move(content, rng):
    content["cells"].insert(rng.randrange(12), content["cells"].pop(rng.randrange(len(content["cells"]))))


def _copy(content, rng):
    content["cells"].insert(rng.randrange(13), copy.deepcopy(rng.choice(content["cells"])))


def _remove(content, rng):
    content["cells"].pop(rng.randrange(len(content["cells"])))


WILD = [_replace, _delete, _swap]
PLAUSIBLE = [_rename, _type, _edit, _move, _copy, _remove]


@pytest.mark.parametrize("seed", range(60))
def test_json_changed_at_random_places(look, content, seed):
    rng = random.Random(seed)
    for _ in range(5):
        changed = copy.deepcopy(content)
        for _ in range(rng.randint(1, 6)):
            try:
                rng.choice(WILD)(changed, rng)
            except (RecursionError, LookupError):  # nothing is left to change
                break
        look(json.dumps(changed).encode())


@pytest.mark.parametrize("seed", range(60))
def test_cells_moved_copied_removed_and_renamed_are_always_graded(look, content, seed):
    rng = random.Random(seed)
    for _ in range(5):
        changed = copy.deepcopy(content)
        for _ in range(rng.randint(1, 9)):
            rng.choice(PLAUSIBLE)(changed, rng)
        found = look(json.dumps(changed).encode())
        assert found.is_sound
        shown = {cell.source for cell in found.sheet.cells} | {cell.own for cell in found.sheet.cells}
        for cell in changed["cells"]:
            own = not cell["metadata"].get("nbgrader") and not cell.get("id")
            assert not own or "".join(cell["source"]) in shown


@pytest.mark.parametrize("seed", range(30))
def test_bytes_changed_at_random_places(look, content, seed):
    rng = random.Random(seed)
    original = json.dumps(content, ensure_ascii=False).encode(rng.choice(["utf-8", "utf-16", "utf-8-sig"]))
    for _ in range(5):
        changed = bytearray(original)
        for _ in range(rng.randint(1, 20)):
            at = rng.randrange(len(changed))
            what = rng.choice([b"", bytes([rng.randrange(256)]), b"\x00", b'"', b"[", b"\xff\xfe"])
            changed[at : at + rng.randint(0, 3)] = what
        look(bytes(changed))


@pytest.mark.parametrize("seed", range(20))
def test_bytes_of_no_sense(look, seed):
    rng = random.Random(seed)
    for length in (1, 2, 3, 4, 50, 2000):
        assert look(rng.randbytes(length)).status == UNREADABLE


@pytest.mark.parametrize("seed", range(40))
def test_folders_of_no_sense(tmp_path, toy, made, content, seed):
    """Files of odd names and kinds, of which some may be the notebook."""
    rng = random.Random(seed)
    (tmp_path / "nbgrader_config.py").touch()
    folder = tmp_path / "submitted" / "s01" / toy
    folder.mkdir(parents=True)
    names = [
        NAME,
        "01_TOY (1).ipynb",
        "numpy.py",
        "timestamp.txt",
        "x\n.py",
        "deep/er/01_toy.ipynb",
        "pandas",
        "a.csv",
        "é",
    ]
    for name in rng.sample(names, rng.randint(0, len(names))):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        kind = rng.randrange(5)
        if kind == 0:
            path.symlink_to(rng.choice(["/etc/passwd", "nowhere", ".", NAME]))
        elif kind == 1:
            path.mkdir()
        else:
            path.write_bytes(rng.choice([json.dumps(content).encode(), b"", rng.randbytes(40)]))
    found = preflight(Course(tmp_path), toy, "s01", made)
    assert found.status in ("", MISSING, NEEDS_A_LOOK, UNREADABLE)
    assert not found.reason.startswith(("KeyError", "TypeError", "AttributeError", "ValueError", "AssertionError"))
    assert all(sentence.isprintable() for sentence in (found.reason, *found.flags))
    assert b"root:" not in b"".join(found.sheet.files.values() if found.sheet else [])
