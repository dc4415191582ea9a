"""A student's own text is shown, and does nothing in the browser of whoever reads it."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.filters.markdown import markdown2html

from cmlib.instructor.preflight.shown import fit_to_show

#: Each with what nbgrader makes of it by itself: whether it is live then.
EVIL = {
    "<script>x</script>": True,
    "<SCRIPT\nsrc=//x>": True,
    "a<img src=x onerror=y>": True,
    "<svg/onload=x>": False,
    "<svg onload=x>": True,
    "<b onclick=x>b</b>": True,
    "</div></form>": False,
    "<!-- x --><?php x?><!DOCTYPE html>": True,
    "<a href=javascript:x>x</a>": True,
    "<javascript:x>": True,
    "[x](javascript:x)": True,
    "[x]( <javascript:x>)": True,
    "[x](&#106;avascript:x)": True,
    "[x]\n\n[x]: javascript:x": True,
    "![x](http://x/y.png)": True,
    "![x][y]\n\n[y]: http://x/y.png": True,
    "![y]\n\n[y]: //x": True,
    "[x](data:text/html,x)": True,
    "[x](JaVaScRiPt:x)": True,
    "[![x](http://x/y)](javascript:x)": True,
    "<iframe srcdoc=x>": True,
    "x<script>y": True,
    "    <script>x</script>": False,
    "> <script\n>x": True,
    "- <style>x": True,
    "`<script>x</script>`": False,
    "<x\ty=z onfocus=a autofocus>": True,
    "\\<script>x</script>": False,
}
HONEST = [
    "I **would** lend, if a < b and c > d.",
    "a<b",
    "x $a<b$ y",
    "`a<b`",
    "H<sub>2</sub>O<br>and <b>so</b>",
    "[book](https://x.org/y)",
    "see <https://x.org>",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "增长率（小数）：12%",
    "[1]: https://x.org",
    "a -> b",
    "1) [x](#here)",
    "> quoted",
    "$\\frac{a}{b}$",
    "",
]
BETWEEN = ("<", ">", "\n", " ", "![", "](", "x", "/", '"', "`", "&lt;")
PICTURE = "![mine](attachment:image.png)"


class Page(HTMLParser):
    """What of a page is more than text."""

    def __init__(self, text):
        super().__init__()
        self.active = []
        self.feed(markdown2html(text))
        self.close()

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            address = (value or "").strip().lower()
            harmless = address.startswith(("http://", "https://", "mailto:", "#")) if name == "href" else False
            if name.startswith("on") or (name in ("href", "src", "srcdoc", "style") and not harmless):
                self.active.append((tag, name, value))
        if tag in ("script", "style", "iframe", "svg", "form", "object", "embed", "link", "meta", "base", "img", "x"):
            self.active.append((tag,))

    def handle_decl(self, decl):
        self.active.append(decl)

    handle_comment = handle_pi = unknown_decl = handle_decl


@pytest.mark.parametrize("text", EVIL)
def test_what_would_run_or_fetch_is_letters(text):
    shown = fit_to_show(text)
    assert Page(shown).active == []
    assert shown.replace(" ", "") == text.replace(" ", ""), "something was lost"


@pytest.mark.parametrize(("text", "live"), EVIL.items())
def test_without_it_nbgrader_shows_what_runs(text, live):
    """Else the test above proves nothing."""
    assert bool(Page(text).active) == live


@pytest.mark.parametrize("text", [*HONEST, PICTURE])
def test_honest_text_stays_as_it_is(text):
    assert fit_to_show(text) == text


def test_active_formulas_are_disarmed():
    assert fit_to_show(r"$\href{javascript:x}{5}$ $\cssId{a}{b}$") == r"$\mathrm{javascript:x}{5}$ $\mathrm{a}{b}$"


@settings(derandomize=True, max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*EVIL, *HONEST, *("<", ">", "\n", " ", "![", "](", "x", "/", '"', "`", "&lt;")]), max_size=6
    )
)
def test_however_it_is_put_together_nothing_runs(parts):
    assert Page(fit_to_show("".join(parts))).active == []
