"""A "your turn" check names what is off (name, unit, direction) and never the answer."""

import sys
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from cmlib.practice import check_number, quietly

EXPECTED = 0.1234


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (0.1234, "share is right."),
        (0.12345, "share is right."),
        (Decimal("0.1234"), "share is right."),
        (np.float64(0.1234), "share is right."),
        (np.array([0.1234]), "share is right."),
        (pd.Series([0.1234]), "share is right."),
        (None, "share has no value yet"),
        ("0.1234", "share must be one number (fraction), found str"),
        (True, "share must be one number (fraction), found bool"),
        ([0.1, 0.2], "share must be one number (fraction), found list"),
        (float("nan"), "share is nan: a number (fraction) is asked"),
        (float("inf"), "share is inf: a number (fraction) is asked"),
        (-0.1234, "share has the wrong sign"),
        (12.34, "share is 100 times too large: it is asked as a fraction"),
        (123.4, "share is 1000 times too large"),
        (0.0001234, "share is 1000 times too small"),
        (0.5, "it looks as if you forgot the cost"),
        (1 / 0.1234, "share is upside down"),
        (0.2, "share is too large (fraction)."),
        (0.1, "share is too small (fraction)."),
    ],
)
def test_the_message_fits_the_mistake(answer, said, capsys):
    check_number("share", answer, expected=EXPECTED, unit="fraction", mistakes={"forgot the cost": 0.5})
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("answer", [None, "text", 0.2, -0.1234, 12.34, 0.5, float("nan")])
def test_the_answer_is_never_printed(answer, capsys):
    check_number("share", answer, expected=EXPECTED, unit="fraction", mistakes={"forgot the cost": 0.5})
    assert "1234" not in capsys.readouterr().out


def test_an_expected_zero_is_met_only_by_zero(capsys):
    for answer in (0, 0.01):
        check_number("gap", answer, expected=0, unit="CNY")
    assert capsys.readouterr().out.splitlines() == ["gap is right.", "gap is too large (CNY)."]


def test_a_warning_of_the_function_is_not_seen_and_an_error_is(capsys):
    def noisy(value, *, fails=False):
        print("noise", file=sys.stderr)
        if fails:
            raise ValueError("asked to fail")
        return value + 1

    assert quietly(noisy, 2) == 3
    with pytest.raises(ValueError, match="asked to fail"):
        quietly(noisy, 2, fails=True)
    print("heard", file=sys.stderr)
    assert capsys.readouterr().err == "heard\n"
