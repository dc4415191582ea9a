"""A student's own text as formgrader and feedback may show it.

nbgrader turns Markdown into a page with whatever HTML stands in it: a script in a written answer would run in the
instructor's browser, with the instructor's rights, and a picture from elsewhere would tell when the answer is read.
Such things are shown as the letters they are: a blank is put where the tag, the link or the picture would begin.
``a<b`` stays where nothing after it could end a tag.
"""

import re

from cmlib.instructor.judge.outputs import without_active_tex

#: Tags without attributes that do no more than set letters, and links between angle brackets.
_HARMLESS = re.compile(
    r"</?(?:b|strong|i|em|u|s|del|ins|mark|code|kbd|sub|sup|small|p)>|<(?:br|hr) ?/?>|<(?:https?://|mailto:)[^\s<>\"'`]+>",
    re.IGNORECASE,
)
#: Where a browser sees the beginning of a tag, a comment or a declaration.
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LESS = re.compile(r"[\w)\]](?=<[A-Za-z])")
_PICTURE = re.compile(r"!(?=\[)(?!\[[^\]]*\]\(attachment:)")
_LINK = re.compile(r"\](?=[(:])(?![(:]\s*(?:https?://|mailto:|attachment:|#))", re.IGNORECASE)


def fit_to_show(text: str) -> str:
    """The text of a Markdown or raw cell with nothing in it that a browser would run or fetch.

    >>> fit_to_show("if a < b: **yes**<br> <img src=x onerror=steal()> [so](javascript:steal())")
    'if a < b: **yes**<br> < img src=x onerror=steal()> [so] (javascript:steal())'
    """
    harmless = {found.start() for found in _HARMLESS.finditer(text)}
    last = text.rfind(">")
    harmless |= {found.start() + 1 for found in _LESS.finditer(text) if found.end() > last}
    text = _TAG.sub(lambda found: "<" if found.start() in harmless else "< ", text)
    text = _LINK.sub("] ", _PICTURE.sub("! ", text))
    return without_active_tex(text)
