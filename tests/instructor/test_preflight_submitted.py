"""Of a student's cell only its text, its name and harmless pictures are read, and not without limits."""

import json

import nbformat
import pytest
from preflight_toy import BEST, RIGHT, code, fill, named, order, put_after, released_content, source_of, text

from cmlib.instructor.outcome import UNREADABLE
from cmlib.instructor.preflight.read_copy import read_copy
from cmlib.instructor.preflight.rebuild import rebuild
from cmlib.instructor.preflight.refusal import Refused
from cmlib.instructor.preflight.sizes import Sizes


@pytest.fixture(scope="module")
def made(released_course, toy):
    return read_copy(released_course, toy)


@pytest.fixture
def content(released_course):
    return fill(released_content(released_course), task_1=RIGHT, task_2=BEST, opinion="No.")


PICTURE = {"image/png": "iVBORw0KGgo="}


@pytest.mark.parametrize(
    ("attachments", "kept", "told"),
    [
        ({"a.png": PICTURE}, {"a.png": PICTURE}, False),
        ({"a.svg": {"image/svg+xml": "PHN2Zz4="}}, None, True),
        ({"a.png": PICTURE | {"text/html": "<script>"}}, {"a.png": PICTURE}, False),
        ({"a.png": {"image/png": "no base 64!"}}, None, True),
        ({"a.png": {"image/png": "\u4e2d"}}, None, True),
        ({"a.png": {"image/png": 5}}, None, True),
        ({"a.png": 5, "b.png": PICTURE}, {"b.png": PICTURE}, True),
        ([1], None, True),
        ({}, None, False),
        (None, None, False),
    ],
)
def test_of_attachments_only_pictures_stay(made, content, attachments, kept, told):
    named(content, "opinion")["attachments"] = attachments
    done = rebuild(made, content)
    assert done.notebook.cells[-1].get("attachments") == kept
    assert done.flags == (("an attachment of cell 12 is no picture and was left out",) if told else ())
    json.dumps(done.notebook)


def test_pictures_in_an_added_text_stay_up_to_a_size(made, content):
    put_after(
        content, "opinion", text("one", attachments={"a.png": PICTURE}), text("two", attachments={"b.png": PICTURE})
    )
    done = rebuild(made, content, Sizes(pictures=len(PICTURE["image/png"])))
    assert [node.get("attachments") for node in done.notebook.cells[-2:]] == [{"a.png": PICTURE}, None]
    assert len(done.flags) == 1
    assert done.flags[0].startswith("pictures beyond 0.0 MB")


def test_letters_that_are_none_are_replaced_so_that_the_notebook_can_be_written(made, content):
    fill(content, task_1="name = '\ud800'")
    done = rebuild(made, content)
    assert source_of(done, "task_1") == "name = '\ufffd'"
    assert done.flags == ("cell 4 has broken letters in it, shown as \ufffd",)
    nbformat.writes(done.notebook).encode("utf-8")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda content: content.update(cells={}), "not a notebook: it has no list of cells"),
        (lambda content: content["cells"].append(5), "not a notebook: its cell 13 is no cell"),
        (lambda content: content["cells"][3].update(source=5), "not a notebook: the source of its cell 4 is no text"),
        (lambda content: content["cells"][3].update(source=["a", 5]), "not a notebook: the source of its cell 4 is no"),
        (lambda content: content["cells"].extend([code("")] * 89), "it has 101 cells; at most 100 are graded"),
        (lambda content: content["cells"][3].update(source="x" * 10_001), "its cells hold more than 0.0 MB of text"),
    ],
)
def test_what_is_no_cell_is_refused_in_a_sentence(made, content, change, reason):
    change(content)
    with pytest.raises(Refused) as refused:
        rebuild(made, content, Sizes(cells=100, text=10_000))
    assert refused.value.status == UNREADABLE
    assert refused.value.reason.startswith(reason)


def test_limits_are_reached_only_beyond_them(made, content):
    content["cells"].extend([code("")] * 88)
    length = sum(len(cell["source"]) for cell in content["cells"])
    assert len(rebuild(made, content, Sizes(cells=100, text=length)).cells) == 100


def test_odd_cells_are_tolerated(made, content):
    del named(content, "title")["source"]
    named(content, "ask-1")["source"] = None
    put_after(content, "given", {"cell_type": "heading", "source": "x", "level": 1}, {"source": "y"})
    done = rebuild(made, content)
    assert order(done)[1:5] == ["given", "[x]", "[y]", "ask-1"]
    assert done.flags == tuple(f"cell {number} is of an unknown type and counts as plain text" for number in (3, 4))
    assert [node.cell_type for node in done.notebook.cells[2:4]] == ["raw", "raw"]
