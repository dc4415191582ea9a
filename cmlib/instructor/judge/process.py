"""The judge's process: it gets the sheet from the worker, walks it, and tells what became of every cell."""

import socket
from collections.abc import Mapping
from typing import Any

from cmlib.instructor.inside.files import lay_out
from cmlib.instructor.judge.plain import from_plain, to_plain
from cmlib.instructor.judge.remote import Inside
from cmlib.instructor.judge.walk import Lost, judge
from cmlib.instructor.judge.watch import GRACE
from cmlib.instructor.outcome import CellOutcome
from cmlib.instructor.sheet import Sheet
from cmlib.instructor.wire.channel import Channel


def main(worker: socket.socket, wire: socket.socket) -> None:
    """Judge one submission and return; ``wire`` leads to the student's process.

    The worker sends ``{"sheet": …, "done": {number: outcome}, "skip": [number]}``, and ``"grace"`` with the seconds
    that an interrupted process has to come back, if they are not the usual ones. It gets ``{"cell": outcome}``
    for each cell, ``{"interrupt": number}`` when a cell's time is over and the student's process shall be
    interrupted, and at the end ``{"finished": True}``, ``{"lost": number, "why": sentence}`` or
    ``{"failed": kind of error}``.
    """
    channel = Channel(worker)
    work = channel.receive()
    assert isinstance(work, dict)
    sheet = from_plain(Sheet, work["sheet"])
    lay_out({path: sheet.files[path] for path in sheet.given_files if path in sheet.files})
    inside = Inside(wire, sheet.seconds)
    try:
        judge(
            sheet,
            inside,
            lambda outcome: channel.send({"cell": to_plain(outcome)}),
            done=outcomes(work["done"]),
            skip=frozenset(work["skip"]),
            interrupt=lambda number: channel.send({"interrupt": number}),
            grace=work.get("grace", GRACE),
        )
    except Lost as lost:
        channel.send({"lost": lost.number, "why": lost.why})
    except Exception as error:  # a mistake of ours, or a value that nobody thought of; no line of a test goes along
        channel.send({"failed": type(error).__name__})
    else:
        channel.send({"finished": True})
    finally:
        inside.close()


def outcomes(content: Mapping[int, Any]) -> dict[int, CellOutcome]:
    """Outcomes by the cell's number, from their plain form."""
    return {number: from_plain(CellOutcome, outcome) for number, outcome in content.items()}
