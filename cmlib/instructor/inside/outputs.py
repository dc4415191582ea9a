"""The outputs of a running cell, in the order in which they came, in the notebook format.

Everything that a cell prints and shows goes through one `Recorder`, which keeps the whole within limits.
"""

import base64
import io
import json
import os
from collections.abc import Callable, Mapping

#: Characters of text that a cell may print; what comes after is dropped.
MOST_TEXT = 1_000_000
#: Characters of figures, tables and other displays that a cell may show.
MOST_DISPLAY = 16_000_000

_CUT = "\n[output cut: a cell may print {most:,} characters]\n"
_NOT_SHOWN = "[not shown: larger than {most:,} characters]\n"

Output = dict[str, object]


class Recorder:
    """Gathers outputs. Recordings nest: a call that comes in the middle of another has a recording of its own."""

    def __init__(self, most_text: int = MOST_TEXT, most_display: int = MOST_DISPLAY) -> None:
        self._most_text = most_text
        self._most_display = most_display
        self._recordings: list[_Recording] = []
        #: Called before anything is recorded, so that what commands have printed comes first.
        self.before: Callable[[], None] = _nothing

    def begin(self, *, keep: bool = True) -> int:
        """Start a recording and return its number; with ``keep`` false everything is dropped."""
        self.before()
        self._recordings.append(_Recording(keep, self._most_text, self._most_display))
        return len(self._recordings) - 1

    def end(self, number: int = -1) -> list[Output]:
        """Stop the recording of this number, the latest without one, and return its outputs.

        Recordings within it that were not stopped, because something was interrupted, are stopped with it.
        """
        self.before()
        recording = self._recordings[number]
        del self._recordings[number:]
        return finished(recording.outputs)

    def text(self, name: str, text: str) -> None:
        """Something was printed to ``name``, ``"stdout"`` or ``"stderr"``."""
        if self._recordings:
            self._recordings[-1].text(name, text)

    def bundle(
        self, kind: str, data: Mapping[str, object], metadata: Mapping[str, object], name: object = None
    ) -> None:
        """Something was shown: ``kind`` is ``"display_data"`` or ``"execute_result"``, ``name`` its display id."""
        self.before()
        if self._recordings:
            self._recordings[-1].bundle(kind, data, metadata, name)

    def update(self, data: Mapping[str, object], metadata: Mapping[str, object], name: object) -> None:
        """Something that was shown under this display id has changed."""
        if self._recordings:
            self._recordings[-1].update(data, metadata, name)

    def error(self, name: str, value: str, trace: list[str]) -> None:
        """Something was raised and not caught."""
        self.before()
        if self._recordings:
            self._recordings[-1].error(name, value, trace)

    def clear(self, *, wait: bool) -> None:
        """Forget what was shown; with ``wait`` only when the next output comes."""
        if self._recordings:
            self._recordings[-1].clear(wait=wait)


class _Recording:
    def __init__(self, keep: bool, most_text: int, most_display: int) -> None:
        self.outputs: list[Output] = []
        self._keep = keep
        self._most_text, self._text_left = most_text, most_text
        self._most_display, self._display_left = most_display, most_display
        self._cleared = False
        self._named: dict[object, Output] = {}

    def text(self, name: str, text: str) -> None:
        if not self._keep or not text or self._text_left < 0:
            return
        self._clear_now()
        text = str.__str__(text)
        if len(text) > self._text_left:
            text = text[: self._text_left] + _CUT.format(most=self._most_text)
            self._text_left = -1
        else:
            self._text_left -= len(text)
        last = self.outputs[-1] if self.outputs else {}
        if last.get("name") == name:
            _pieces(last).append(text)
        else:
            self.outputs.append({"output_type": "stream", "name": name, "text": _Pieces([text])})

    def bundle(self, kind: str, data: Mapping[str, object], metadata: Mapping[str, object], name: object) -> None:
        if not self._keep:
            return
        self._clear_now()
        output: Output = {"output_type": kind, "data": self._fitting(data), "metadata": _as_json(metadata) or {}}
        if kind == "execute_result":
            output["execution_count"] = None
        self.outputs.append(output)
        if type(name) is str:
            self._named[name] = output

    def update(self, data: Mapping[str, object], metadata: Mapping[str, object], name: object) -> None:
        output = self._named.get(name) if type(name) is str else None
        if output is not None:
            output.update(data=self._fitting(data), metadata=_as_json(metadata) or {})

    def error(self, name: str, value: str, trace: list[str]) -> None:
        if self._keep:
            self._clear_now()
            cut = [str.__str__(line)[: self._most_text // 10] for line in trace[:200]]
            self.outputs.append(
                {
                    "output_type": "error",
                    "ename": str.__str__(name)[:200],
                    "evalue": str.__str__(value)[: self._most_text // 10],
                    "traceback": cut,
                }
            )

    def clear(self, *, wait: bool) -> None:
        self._cleared = True
        if not wait:
            self._clear_now()

    def _clear_now(self) -> None:
        if self._cleared:
            self._cleared = False
            self.outputs.clear()

    def _fitting(self, data: Mapping[str, object]) -> dict[str, object]:
        """The bundle as JSON holds it, without what is too large."""
        fitting: dict[str, object] = {}
        missing = ""
        for kind, content in data.items():
            plain = _as_json(content)
            size = len(plain) if isinstance(plain, str) else len(json.dumps(plain))
            if size > self._display_left:
                missing += _NOT_SHOWN.format(most=self._most_display)
            elif plain is not None:
                self._display_left -= size
                fitting[str.__str__(kind)] = plain
        if missing:
            fitting["text/plain"] = f"{fitting.get('text/plain', '')}{missing}"
        return fitting


class _Pieces(list[str]):
    """Text that is still growing."""


def _pieces(output: Output) -> _Pieces:
    pieces = output["text"]
    assert isinstance(pieces, _Pieces)
    return pieces


def finished(outputs: list[Output]) -> list[Output]:
    """The outputs with every text in one piece."""
    return [
        {**output, "text": "".join(_pieces(output))} if isinstance(output.get("text"), _Pieces) else output
        for output in outputs
    ]


def _as_json(content: object) -> object:
    """The content as JSON would give it back; bytes, such as figures, in base 64; None where it is neither."""
    if isinstance(content, str):
        return str.__str__(content)
    if isinstance(content, bytes):
        return base64.b64encode(content).decode("ascii")
    try:
        return json.loads(json.dumps(content))
    except (TypeError, ValueError, RecursionError):
        return None


def _nothing() -> None:
    """Nothing but cells prints here."""


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of the student's process."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name: str, descriptor: int, recorder: Recorder) -> None:
        self.name = name
        self._descriptor = descriptor
        self._recorder = recorder
        self._process = os.getpid()

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if os.getpid() == self._process:
            self._recorder.before()
            self._recorder.text(self.name, text)
        else:  # a process that was started here
            os.write(self._descriptor, text.encode("utf-8", "replace"))
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def close(self) -> None:
        """Stays open: later cells print, too."""
