"""HTML fit for an instructor's browser: no scripts, no styles, no forms, nothing fetched from elsewhere."""

import re
from functools import cache
from typing import Any

_TEXT = {"abbr", "b", "blockquote", "code", "del", "em", "i", "ins", "kbd", "mark", "pre", "q", "s", "samp", "small"}
_TEXT |= {"span", "strong", "sub", "sup", "tt", "u", "var"}
_BLOCKS = {"br", "dd", "details", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"}
_BLOCKS |= {"summary", "ul"}
_TABLES = {"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
TAGS = frozenset({"a", "img"} | _TEXT | _BLOCKS | _TABLES)
_WITHOUT_END = frozenset({"br", "col", "hr", "img"})
_ATTRIBUTES = frozenset({"align", "alt", "border", "colspan", "height", "rowspan", "span", "style", "width"})
_COLOURS_AND_TYPE = frozenset(
    {"background-color", "color", "font-style", "font-variant", "font-weight", "text-align", "text-decoration"}
    | {"vertical-align", "white-space"}
)

#: What pandas writes above a table; it says what the formgrader's own style says, too.
_STYLE = re.compile(r"<style[^>]*>.*?</style\s*>|<script[^>]*>.*?</script\s*>", re.DOTALL | re.IGNORECASE)
#: Tags as pandas and its like write them: nothing in them but a few harmless attributes in double quotes.
_PLAIN_TAG = re.compile(
    r"<(/?)(" + "|".join(sorted(TAGS - {"a", "img"})) + r")"
    r'((?: (?:align="(?:left|right|center)"|border="\d{1,2}"|class="dataframe"|colspan="\d{1,4}"|halign="\w{1,9}"'
    r'|rowspan="\d{1,6}"|scope="\w{1,9}"|style="text-align: (?:left|right|center);"|valign="\w{1,9}"))*) ?/?>'
)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s\"'<>]+")


def harmless(html: str) -> str:
    """The HTML with only what shows text, tables, links and embedded pictures.

    >>> harmless('<b onclick="steal()">7</b><img src="https://example.org/seen"><script>steal()</script>')
    '<b>7</b><img>'
    """
    html = _STYLE.sub("", html)
    return html if _is_plain(html) else _cleaner().clean(html)


def _is_plain(html: str) -> bool:
    """Whether the text has only tags that are safe as they stand, each closed where it should be."""
    if "<" in _PLAIN_TAG.sub("", html):
        return False
    still_open: list[str] = []
    for end, tag, attributes in _PLAIN_TAG.findall(html):
        if end:
            if attributes or not still_open or still_open.pop() != tag:
                return False
        elif tag not in _WITHOUT_END:
            still_open.append(tag)
    return not still_open


@cache
def _cleaner() -> Any:
    from bleach.css_sanitizer import CSSSanitizer
    from bleach.sanitizer import Cleaner

    return Cleaner(
        tags=TAGS,
        attributes=_may_have,
        protocols={"data", "http", "https", "mailto"},
        strip=True,
        css_sanitizer=CSSSanitizer(allowed_css_properties=_COLOURS_AND_TYPE, allowed_svg_properties=frozenset()),
    )


def _may_have(tag: str, name: str, value: str) -> bool:
    if name == "src":
        return tag == "img" and _PICTURE.fullmatch(value) is not None
    if name == "href":
        return tag == "a" and _LINK.fullmatch(value) is not None
    if name == "class":
        return value == "dataframe"
    if name in {"height", "width"}:
        return value.isascii() and value.isdigit() and int(value) <= 2000
    return name in _ATTRIBUTES
