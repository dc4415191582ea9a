"""HTML and Markdown of a student keep what they show and lose what they could do, in little time."""

import time
from html.parser import HTMLParser

import pytest
from notebook_outputs import PNG, only, shown, stream

from cmlib.instructor.judge.html import TAGS
from cmlib.instructor.judge.outputs import clean


class Reader(HTMLParser):
    """Tags and their attributes as a browser would see them."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, attributes))


@pytest.mark.parametrize(
    "html",
    [
        "<script>steal()</script>",
        "<ScRiPt src=//example.org></sCrIpT >",
        "<img src=x onerror=steal()>",
        "<img src='https://example.org/seen.png'>",
        "<svg onload=steal()><script>steal()</script></svg>",
        "<iframe src='data:text/html,<script>steal()</script>'></iframe>",
        "<a href='javascript:steal()'>x</a>",
        "<a href='&#106;avascript:steal()'>x</a>",
        "<a href='/hub/logout'>x</a>",
        "<form action='/formgrader'><input><button>Resolve</button></form>",
        "<style>body{display:none}</style>",
        "<div style='position:fixed;top:0;background-image:url(https://example.org)'>x</div>",
        "<div id='save' class='btn btn-danger' onclick=steal()>x</div>",
        "<table background=https://example.org><td>1",
        "<math><mtext><table><mglyph><style><img src=x onerror=steal()>",
        "<link rel=stylesheet href=https://example.org><meta http-equiv=refresh content=0><base href=//e>",
        "<object data=x></object><embed src=x><video src=x onerror=steal()>",
        "</div></div></body><script>steal()//",
        "<b <script>steal()</script>",
        '<td style="text-align: right;" onclick="steal()">1</td>',
        "<!--><img src=x onerror=steal()>-->",
        "<noscript><p title='</noscript><img src=x onerror=steal()>'>",
        "<img src='data:text/html;base64,PHNjcmlwdD4='>",
    ],
)
def test_html_that_attacks_is_disarmed(html):
    (output,) = clean([shown({"text/html": html, "text/plain": "x"})])
    reader = Reader()
    reader.feed(output["data"]["text/html"])
    for tag, attributes in reader.found:
        assert tag in TAGS, output
        for name, value in attributes:
            assert name in {"alt", "align", "colspan", "style"}, output
            assert not set(value) & set("(/"), output
            assert "position" not in value, output


def test_a_table_of_pandas_stays_a_table():
    import pandas

    table = pandas.DataFrame({"a<b": [1.5, None], "客户": ["<b>x</b>", "&"]})
    html = only(shown({"text/html": table._repr_html_()}))["data"]["text/html"]
    assert '<table border="1" class="dataframe">' in html
    assert "<th>a&lt;b</th>" in html
    assert "<td>&lt;b&gt;x&lt;/b&gt;</td>" in html
    assert "<style" not in html
    grouped = table.groupby("客户")[["a<b"]].agg(["min", "max"])._repr_html_()
    assert 'colspan="2" halign="left"' in grouped
    assert 'colspan="2" halign="left">a&lt;b</th>' in only(shown({"text/html": grouped}))["data"]["text/html"]


def test_html_that_looks_like_a_plain_table_and_is_not_closed_is_closed():
    assert only(shown({"text/html": "</div></div><b>x"}))["data"]["text/html"] == "<b>x</b>"


def test_a_table_with_styles_and_ids_stays_a_table():
    cell = '<td id="c" class="data row0" style="color: red;top:0;background:url(x)">1</td>'
    html = f'<table id="T_1"><tr>{cell}</tr></table>'
    wanted = '<table><tr><td style="color: red;">1</td></tr></table>'
    assert only(shown({"text/html": html}))["data"]["text/html"] == wanted
    assert only(shown({"text/html": html * 1500}))["data"]["text/html"] == wanted * 1500


def test_html_too_odd_to_read_leaves_a_note():
    for odd in ("<p a='1'>x</p>" * 2000, "<i></p>" * 200):
        assert clean([shown({"text/html": odd})]) == (stream("[not shown: content of type text/html]\n"),)
    for fine in ("<p a='1'>x</p>" * 1000, "<i>" * 50):
        assert "text/html" in only(shown({"text/html": fine}))["data"]


def test_harmless_html_stays():
    html = (
        '<p>a <b>b</b> <a href="https://example.org/x?y=1">c</a> <span style="color: red; top: 0;">d</span>'
        f'<img src="data:image/png;base64,{PNG}" alt="e" width="10"></p>'
    )
    assert only(shown({"text/html": html}))["data"]["text/html"] == html.replace(" top: 0;", "")


def test_markdown_is_made_html_and_disarmed():
    text = "**b** <script>steal()</script> [x](javascript:steal()) $a_1 \\href{javascript:steal()}{b}$\n\n|a|\n|-|\n|1|"
    output = only(shown({"text/markdown": text, "text/plain": "x"}))
    html = output["data"]["text/html"]
    assert set(output["data"]) == {"text/html", "text/plain"}
    assert "<strong>b</strong>" in html
    assert "<td>1</td>" in html
    assert "<script" not in html
    assert "href" not in html


SLOW = ("<style>", "<script>", "<b>", "<a href=x>", "<", "<table>", "<p><b><i>", "&", "<!--", "<td>1</td>", "<i></p>")
SLOW += ("<a><b></a>", "<b><p></b></p>", "<b" + " a" * 50, "<b ", "<style></style>", "<p a='1'>x</p>", "<div a=1>")


@pytest.mark.parametrize("size", [15_000, 199_000])
@pytest.mark.parametrize("unit", SLOW)
def test_html_made_to_take_long_does_not(unit, size):
    began = time.process_time()
    clean([shown({"text/html": unit * (size // len(unit)), "text/plain": "x"})])
    assert time.process_time() - began < 3


@pytest.mark.parametrize("unit", ["*", "[", "> ", "`", "|a", "$", "- ", "<b>", "_a", "![", "a\n=\n"])
def test_markdown_made_to_take_long_does_not(unit):
    began = time.process_time()
    clean([shown({"text/markdown": unit * (19_000 // len(unit)), "text/plain": "x"})])
    assert time.process_time() - began < 3
