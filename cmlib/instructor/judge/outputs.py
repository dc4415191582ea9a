"""What cells have put out, made fit for an instructor's browser and for the gradebook's notebook.

The student's process says what its cells put out, and may say anything: everything is rebuilt, nothing passed on.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from cmlib.instructor.judge.html import MOST_ODD, harmless

Output = dict[str, object]


@dataclass(frozen=True)
class Most:
    """How much one cell may show: outputs, lines and characters of text, and bytes of one picture."""

    outputs: int = 200
    lines: int = 1000
    characters: int = 200_000
    trace_lines: int = 100
    picture: int = 4 * 1024 * 1024


MOST = Most()

#: A text of so many characters, a number of points for example, is never cut.
_SHORT = 80

#: Outputs that nbgrader looks at.
_DECIDING = ("error", "execute_result")

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_ESCAPE = re.compile(
    r"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|\[[0-?]*[ -/]*[@-~]|[ -/]*[0-~])?"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
#: TeX that does more than set a formula.
_ACTIVE_TEX = re.compile(r"\\(?:cssId|class|data|href|require|style|url)\b")

_PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}


def clean(outputs: Iterable[object], most: Most = MOST) -> tuple[Output, ...]:
    """The outputs of a cell, rebuilt from those parts that are known to be harmless.

    HTML and Markdown lose scripts, styles and everything that is fetched; text loses all terminal escapes but
    colours; pictures are kept when they are what they say. What is dropped or cut leaves a note.
    """
    budget = _Budget(most)
    kept: list[Output] = []
    outputs = list(outputs)
    for output in _first(outputs, most.outputs):
        for fit in _rebuilt(output, budget):
            last = kept[-1] if kept else {}
            if fit["output_type"] == last.get("output_type") == "stream" and fit["name"] == last["name"]:
                last["text"] = f"{last['text']}{fit['text']}"
            else:
                kept.append(fit)
    if len(outputs) > most.outputs:
        kept.append(_stream(f"[{len(outputs) - most.outputs:,} more outputs are left out]\n"))
    return tuple(kept)


def _first(outputs: list[object], most: int) -> list[object]:
    """The first outputs; what decides on a check's points is among them, wherever it came."""
    late = (each for each in outputs[most:] if isinstance(each, Mapping) and each.get("output_type") in _DECIDING)
    return [*outputs[:most], *list(late)[:1]]


def clean_text(text: object) -> str:
    """The text without control characters and terminal escapes other than colours; "" for what is no text.

    >>> clean_text("\\x1b[31mred\\x1b[0m\\x1b]0;title\\x07 bell\\x07\\n10%\\r90%")
    '\\x1b[31mred\\x1b[0m bell\\n90%'
    """
    if type(text) is not str:
        return ""
    if not text.isprintable():
        text = "\n".join(_last_written(line) for line in text.replace("\r\n", "\n").split("\n"))
        text = _CONTROL.sub("", _ESCAPE.sub(lambda found: _colour_only(found[0]), text))
        text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return text


def without_colours(text: str) -> str:
    """Cleaned text without colours, too."""
    return _COLOUR.sub("", clean_text(text))


class _Budget:
    """What is left of the lines and characters that a cell may show."""

    def __init__(self, most: Most) -> None:
        self.most = most
        self._lines = most.lines
        self._characters = most.characters

    def cut(self, text: str) -> str:
        """As much of the text as is left, with a note where it was cut. A short line is always shown."""
        if len(text) <= _SHORT and "\n" not in text:
            return text
        kept = text[: self._characters]
        lines = kept.split("\n")
        if len(lines) - 1 > self._lines:
            kept = "\n".join(lines[: self._lines]) + "\n"
        self._characters -= len(kept)
        self._lines -= kept.count("\n")
        if kept == text:
            return text
        return f"{kept}\n[the rest is left out: a cell may show {self.most.lines:,} lines]\n"

    def whole(self, text: str) -> str | None:
        """The text when all of it may be shown, else None."""
        if len(text) > self._characters:
            return None
        self._characters -= len(text)
        return text


def _rebuilt(output: object, budget: _Budget) -> list[Output]:
    if not isinstance(output, Mapping):
        return [_note("an output that is none")]
    kind = output.get("output_type")
    if kind == "stream":
        text = budget.cut(clean_text(_joined(output.get("text"))))
        return [_stream(text, "stderr" if output.get("name") == "stderr" else "stdout")] if text else []
    if kind == "error":
        return [_error(output, budget)]
    if kind in ("display_data", "execute_result"):
        return _display(str(kind), output, budget)
    return [_note("an output of unknown kind")]


def _error(output: Mapping[str, object], budget: _Budget) -> Output:
    trace = output.get("traceback")
    lines = [clean_text(line) for line in trace] if isinstance(trace, list | tuple) else []
    most = budget.most.trace_lines
    if len(lines) > most:
        lines = [*lines[: most // 2], "[lines are left out]", *lines[-(most // 2) :]]
    return {
        "output_type": "error",
        "ename": without_colours(clean_text(output.get("ename")))[:200] or "Error",
        "evalue": clean_text(output.get("evalue"))[:10_000],
        "traceback": [line[:10_000] for line in lines],
    }


def _display(kind: str, output: Mapping[str, object], budget: _Budget) -> list[Output]:
    given, about = output.get("data"), output.get("metadata")
    data: dict[str, str] = {}
    dropped = []
    for name, content in given.items() if isinstance(given, Mapping) else ():
        shown = _READERS[name](_joined(content), budget) if name in _READERS else None
        if shown is not None:
            data.setdefault(_SHOWN_AS.get(name, str(name)), shown)
        elif name != "text/plain":
            dropped.append(without_colours(name)[:60] if type(name) is str else "without a name")
    notes = [_note(f"content of type {', '.join(sorted(dropped))}")] if dropped else []
    if not data:
        return notes
    metadata = {name: _about(about.get(name)) for name in _PICTURES if name in data and isinstance(about, Mapping)}
    fit: Output = {
        "output_type": kind,
        "data": data,
        "metadata": {name: each for name, each in metadata.items() if each},
    }
    if kind == "execute_result":
        if not data.get("text/plain"):  # nbgrader refuses a result without text, and gives no points at all
            fit["output_type"] = "display_data"
        else:
            fit["execution_count"] = None
    return [fit, *notes]


def _about(metadata: object) -> dict[str, object]:
    """Size and text alternative of a picture."""
    if not isinstance(metadata, Mapping):
        return {}
    sizes = {name: metadata[name] for name in ("width", "height") if type(metadata.get(name)) is int}
    alternative = re.sub(r"[\"'<>&`]", " ", without_colours(clean_text(metadata.get("alt"))))[:1000]
    return {name: size for name, size in sizes.items() if 0 < size <= 4000} | (
        {"alt": alternative} if alternative else {}
    )


def _plain(text: str, budget: _Budget) -> str:
    return budget.cut(clean_text(text))


def _html(text: str, budget: _Budget) -> str | None:
    whole = budget.whole(clean_text(text))
    made = None if whole is None else harmless(whole)
    return None if made is None else without_active_tex(made)


def _markdown(text: str, budget: _Budget) -> str | None:
    import mistune

    whole = budget.whole(clean_text(text)) if len(text) <= MOST_ODD else None
    if whole is None:
        return None
    made = harmless(str(mistune.create_markdown(escape=False, plugins=["math", "strikethrough", "table"])(whole)))
    return None if made is None else without_active_tex(made)


def _latex(text: str, budget: _Budget) -> str | None:
    whole = budget.whole(clean_text(text))
    return None if whole is None else without_active_tex(whole)


def _svg(text: str, budget: _Budget) -> str | None:
    """As a picture: a browser runs no script and fetches nothing in a picture."""
    if len(text) > budget.most.picture:
        return None
    packed = base64.b64encode(_SURROGATE.sub("", text).encode("utf-8")).decode("ascii")
    return f'<img src="data:image/svg+xml;base64,{packed}" alt="figure">'


def _picture(kind: str) -> Callable[[str, _Budget], str | None]:
    def read(text: str, budget: _Budget) -> str | None:
        if len(text) > budget.most.picture * 4 // 3 + 4:
            return None
        try:
            content = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            return None
        return base64.b64encode(content).decode("ascii") if content.startswith(_PICTURES[kind]) else None

    return read


#: How each kind of content that may be shown is made fit.
_READERS: dict[object, Callable[[str, _Budget], str | None]] = {
    "text/plain": _plain,
    "text/html": _html,
    "text/markdown": _markdown,
    "text/latex": _latex,
    "image/svg+xml": _svg,
} | {kind: _picture(kind) for kind in _PICTURES}
_SHOWN_AS: dict[object, str] = {"text/markdown": "text/html", "image/svg+xml": "text/html"}


def without_active_tex(text: str) -> str:
    return _ACTIVE_TEX.sub(r"\\mathrm", text)


def _joined(text: object) -> str:
    """The format allows text and a list of lines."""
    if isinstance(text, list | tuple) and all(type(each) is str for each in text):
        return "".join(text)
    return text if type(text) is str else ""


def _last_written(line: str) -> str:
    """A progress bar writes over its own line."""
    return line.rstrip("\r").rpartition("\r")[2] if "\r" in line else line


def _colour_only(escape: str) -> str:
    return escape if _COLOUR.fullmatch(escape) else ""


def _stream(text: str, name: str = "stdout") -> Output:
    return {"output_type": "stream", "name": name, "text": text}


def _note(what: str) -> Output:
    return _stream(f"[not shown: {what}]\n")
