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
_ATTRIBUTES = frozenset({"align", "alt", "border", "colspan", "halign", "rowspan", "scope", "span", "valign"})
_COLOURS_AND_TYPE = frozenset(
    {"background-color", "color", "font-style", "font-variant", "font-weight", "text-align", "text-decoration"}
    | {"vertical-align", "white-space"}
)

#: HTML that is not well formed is read as browsers do, in time that grows with the square of length and depth.
MOST_ODD, MOST_OPEN = 20_000, 100

_CODE = re.compile(r"<(style|script)[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[\w:-]+(?:=\"[^\"<>]*\")?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"([\w:-]+)=\"([^\"<>]*)\"")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s\"'<>]+")
_DECLARATION = re.compile(r"\s*([a-z-]+)\s*:\s*([#\w%. -]+|rgba?\([\d.,% ]+\))\s*")


def harmless(html: str) -> str | None:
    """The HTML with only what shows text, tables, links and embedded pictures; None for what is too odd to read.

    >>> harmless('<b onclick="steal()">7</b><img src="https://example.org/seen"><script>steal()</script>')
    '<b>7</b><img>'
    """
    html = _without_code(html)
    tags = _TAG.findall(html)
    unclosed, amiss = _unclosed(tags)
    if not unclosed and not amiss and "<" not in _TAG.sub("", html):
        return _TAG.sub(_rebuilt, html)  # well formed: what is no tag has no way to become one
    return _cleaner().clean(html) if len(html) <= MOST_ODD and unclosed <= MOST_OPEN else None


def _without_code(html: str) -> str:
    """Without styles, such as pandas writes above a table, and scripts; otherwise their text would be shown."""
    kept, rest = [], html
    while found := _CODE.search(rest):
        end = re.compile(rf"</{found[1]}\s*>", re.IGNORECASE).search(rest, found.end())
        if end is None:
            break
        kept.append(rest[: found.start()])
        rest = rest[end.end() :]
    return "".join([*kept, rest])


def _unclosed(tags: list[tuple[str, str, str]]) -> tuple[int, int]:
    """How many of the tags that may stay are not closed where they should be, and how many close nothing."""
    still_open: list[str] = []
    amiss = 0
    for end, tag, _ in tags:
        tag = tag.lower()
        if tag in _WITHOUT_END or tag not in TAGS:
            continue
        if not end:
            still_open.append(tag)
        elif still_open and still_open[-1] == tag:
            still_open.pop()
        else:
            amiss += 1
    return len(still_open), amiss


def _rebuilt(found: re.Match[str]) -> str:
    end, tag = found[1], found[2].lower()
    if tag not in TAGS:
        return ""
    if end:
        return "" if tag in _WITHOUT_END else f"</{tag}>"
    pairs = ((name.lower(), value) for name, value in _ATTRIBUTE.findall(found[3]))
    kept = [(name, _style(value) if name == "style" else value) for name, value in pairs if _may_have(tag, name, value)]
    return f"<{tag}" + "".join(f' {name}="{value}"' for name, value in kept if value) + ">"


def _style(text: str) -> str:
    found = [_DECLARATION.fullmatch(each) for each in text.split(";")]
    return " ".join(f"{each[1]}: {each[2].strip()};" for each in found if each and each[1] in _COLOURS_AND_TYPE)


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
        return value.isascii() and value.isdigit() and len(value) <= 4
    return name == "style" or name in _ATTRIBUTES
