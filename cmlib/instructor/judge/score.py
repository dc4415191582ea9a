"""The points of a check, by nbgrader's rules: an error gives none, a number as result its value, anything else all.

The outputs that are scored are those of the instructor's code alone. They are what is recorded, so that nbgrader's
own ``determine_grade`` finds the same points in them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cmlib.instructor.judge.outputs import Output

#: Results that were meant as numbers.
_ALMOST = re.compile(r"(?:np\.|numpy\.|array\(|Decimal\(|Fraction\(|tensor\()")
STDERR = "the check wrote to stderr, for which nbgrader gives no points"


@dataclass(frozen=True)
class Score:
    """Points, None where nbgrader could not say either; and a remark for the instructor, if there is something odd."""

    points: float | None
    remark: str = ""


def score(outputs: Iterable[Output], most: float) -> Score:
    """The points of a check that is worth ``most``, from its outputs as `settled` gives them.

    >>> score([{"output_type": "execute_result", "data": {"text/plain": "1.5"}}], 2)
    Score(points=1.5, remark='')
    """
    for output in outputs:
        if output["output_type"] == "error":
            return Score(0.0)
        if output["output_type"] == "stream" and output["name"] == "stderr":
            return Score(0.0, STDERR)
        if output["output_type"] == "execute_result":
            data = output["data"]
            assert isinstance(data, dict)
            return _of_result(str(data["text/plain"]), float(most))
    return Score(float(most))


def settled(outputs: Iterable[Output], failed: bool) -> list[Output]:
    """The outputs of a check with one meaning only: a result that came before an error is no result."""
    return [
        {key: each for key, each in output.items() if key != "execution_count"} | {"output_type": "display_data"}
        if failed and output["output_type"] == "execute_result"
        else output
        for output in outputs
    ]


def has_failed(outputs: Iterable[Output]) -> bool:
    """Whether an error is among the outputs."""
    return any(output["output_type"] == "error" for output in outputs)


def _of_result(text: str, most: float) -> Score:
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    try:
        points = float(text)
    except ValueError:
        remark = f"the result {shown} is no plain number, so nbgrader gives all points" if _ALMOST.match(text) else ""
        return Score(most, remark)
    if points > most:
        return Score(None, f"the result {shown} is more than the {most:g} points of the check; nbgrader refuses it")
    if not points >= 0:
        return Score(most, f"the result {shown} is no number of points, so nbgrader gives all")
    return Score(points)
