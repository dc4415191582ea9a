"""What an instructor's browser is shown of a student's cells can do no harm."""

import base64
import json

import nbformat
import pytest
from notebook_outputs import PNG, only, shown, stream

from cmlib.instructor.judge.outputs import Most, clean, clean_text, without_colours


def test_colours_stay_and_other_escapes_go():
    text = "\x1b[1;31mred\x1b[0m \x1b[2J\x1b[10;10H\x1b]0;title\x07\x1b]8;;http://e\x1b\\link"
    text += "\x1bPq#0\x1b\\ \x1bc\x1b(0\x9b31m\x07\x08"
    assert clean_text(text) == "\x1b[1;31mred\x1b[0m link 31m"
    assert without_colours(text) == "red link 31m"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("one\r\ntwo", "one\ntwo"),
        (" 10%\r 90%\n", " 90%\n"),
        ("done\r", "done"),
        ("right\u202eleft\u2066", "rightleft"),
        ("nul\0\x7f\x85", "nul"),
        ("half \ud800 pair", "half \ufffd pair"),
        ("客户 😀 é", "客户 😀 é"),
        ("unfinished \x1b[31", "unfinished 31"),
        ("unfinished \x1b]0;title", "unfinished "),
        ("\x1b", ""),
        (7, ""),
        (None, ""),
    ],
)
def test_text(text, wanted):
    assert clean_text(text) == wanted
    assert without_colours(wanted) == wanted


def test_streams_that_follow_each_other_are_one():
    outputs = [stream("a"), stream("b"), stream("c", "stderr"), stream(["d\n", "e"]), stream("")]
    assert clean(outputs) == (stream("ab"), stream("c", "stderr"), stream("d\ne"))


def test_endless_text_is_cut_with_a_note():
    most = Most(lines=3, characters=100)
    (cut,) = clean([stream("1\n2\n"), stream("3\n4\n5\n")], most)
    assert cut["text"] == "1\n2\n3\n\n[the rest is left out: a cell may show 3 lines]\n"
    assert clean([stream("1\n2\n3\n")], most) == (stream("1\n2\n3\n"),)
    (long,) = clean([stream("x" * 101)], most)
    assert long["text"].startswith("x" * 100 + "\n[the rest")
    assert clean([stream("x" * 100)], most) == (stream("x" * 100),)


def test_many_outputs_are_cut_with_a_note():
    outputs = [shown({"text/plain": str(k)}) for k in range(5)]
    kept = clean(outputs, Most(outputs=3))
    assert [each.get("text") for each in kept] == [None] * 3 + ["[2 more outputs are left out]\n"]
    assert len(clean(outputs, Most(outputs=5))) == 5


def test_tex_keeps_formulas_only():
    output = only(shown({"text/latex": r"$\frac{1}{2} \href{javascript:steal()}{x} \style{top:0}{y}$"}))
    assert output["data"]["text/latex"] == r"$\frac{1}{2} \mathrm{javascript:steal()}{x} \mathrm{top:0}{y}$"


def test_a_drawing_becomes_a_picture_in_which_no_script_runs():
    svg = '<svg onload="steal()"><script>steal()</script></svg>'
    html = only(shown({"image/svg+xml": svg}))["data"]["text/html"]
    assert html.startswith('<img src="data:image/svg+xml;base64,')
    assert base64.b64decode(html.split(",")[1].split('"')[0]).decode() == svg
    assert "steal" not in html


def test_pictures_are_what_they_say():
    kept = only(shown({"image/png": PNG[:20] + "\n" + PNG[20:], "text/plain": "figure"}))
    assert kept["data"] == {"image/png": PNG, "text/plain": "figure"}
    for bad in ('"><script>', PNG[:-1], base64.b64encode(b"GIF89a").decode(), "é", 7, {"a": 1}):
        dropped, note = clean([shown({"image/png": bad, "text/plain": "figure"})])
        assert dropped["data"] == {"text/plain": "figure"}
        assert note == stream("[not shown: content of type image/png]\n")
    large = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(992)).decode()
    assert clean([shown({"image/png": large})], Most(picture=1000))[0]["data"] == {"image/png": large}
    assert clean([shown({"image/png": large})], Most(picture=990))[0]["output_type"] == "stream"


def test_of_a_pictures_metadata_size_and_text_alternative_stay():
    about = {"image/png": {"width": 10, "height": "1 onerror=x", "alt": 'a "b" <c>', "filenames": "x"}, "filenames": {}}
    kept = only(shown({"image/png": PNG, "text/plain": "x"}, **about, isolated=True))
    assert kept["metadata"] == {"image/png": {"width": 10, "alt": "a  b   c "}}
    assert only(shown({"image/png": PNG}, **{"image/png": {"width": -1, "height": 9999}}))["metadata"] == {}
    assert only(shown({"image/png": PNG}, **{"image/png": 3}))["metadata"] == {}


def test_other_kinds_of_content_leave_a_note():
    output = shown({"application/javascript": "steal()", "application/vnd.x+json": {}, "text/plain": "x", 7: 8})
    kept, note = clean([output])
    assert kept["data"] == {"text/plain": "x"}
    assert note["text"] == (
        "[not shown: content of type application/javascript, application/vnd.x+json, without a name]\n"
    )
    assert clean([shown({"application/javascript": "steal()"})]) == (
        stream("[not shown: content of type application/javascript]\n"),
    )


@pytest.mark.parametrize(
    "output",
    [
        7,
        None,
        [],
        {},
        {"output_type": "script"},
        {"output_type": ["stream"]},
        {"output_type": "stream"},
        {"output_type": "stream", "text": {"a": 1}, "name": 3},
        {"output_type": "error"},
        {"output_type": "error", "ename": 3, "evalue": None, "traceback": "text"},
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": [1, None, "line"]},
        {"output_type": "display_data"},
        {"output_type": "display_data", "data": [1], "metadata": 3},
        {"output_type": "execute_result", "data": {"text/plain": ["a", 3]}},
        {"output_type": "execute_result", "data": {"text/plain": ""}, "execution_count": "x"},
        {"output_type": "execute_result", "data": {"text/html": "<b>x</b>"}},
        {"output_type": "update_display_data", "data": {"text/plain": "x"}},
    ],
)
def test_whatever_comes_what_is_kept_is_a_notebooks(output):
    cell = nbformat.v4.new_code_cell("x", outputs=[nbformat.from_dict(each) for each in clean([output])])
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))
    json.dumps(cell)


def test_errors_lose_escapes_and_length():
    error = {
        "output_type": "error",
        "ename": "E\x1b[31m",
        "evalue": "v" * 20_000,
        "traceback": [f"\x1b[31mline {k}\x1b[2J" for k in range(300)],
    }
    kept = only(error)
    assert kept["ename"] == "E"
    assert len(kept["evalue"]) == 10_000
    assert len(kept["traceback"]) == 101
    assert kept["traceback"][0] == "\x1b[31mline 0"
    assert kept["traceback"][50] == "[lines are left out]"
    assert kept["traceback"][-1] == "\x1b[31mline 299"


def test_a_result_without_text_is_shown_as_no_result():
    """nbgrader gives such a cell no score at all."""
    assert only(shown({"text/html": "<b>x</b>"}, "execute_result"))["output_type"] == "display_data"
    assert only(shown({"text/plain": "2.0"}, "execute_result")) == {
        "output_type": "execute_result",
        "data": {"text/plain": "2.0"},
        "metadata": {},
        "execution_count": None,
    }
