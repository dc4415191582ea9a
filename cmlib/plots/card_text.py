"""How a line of a scorecard reads beside its bar."""

import re

import pandas as pd

_NUMBER = re.compile(r"-?\d[\d,]*\.?\d*")


def of_maximum(points: float, maximum: float) -> str:
    """Points and what they could have been.

    >>> of_maximum(2.5, 4), of_maximum(float("nan"), 4)
    ('2.5 of 4', '– of 4')
    """
    return f"{'–' if pd.isna(points) else f'{points:g}'} of {maximum:g}"


def value_beside(band: str, value: float) -> str:
    """The value as it reads beside its band; nothing where the band is a judgement's level, which says it all.

    It has one decimal more than the bounds of the band, and so many that it lies on the same side of
    each bound as the value itself.

    >>> value_beside("1.25 to 1.50", 1.4131), value_beside("below 2", 1.99996), value_beside("4 good", 4)
    ('1.413', '1.99996', '')
    """
    if pd.isna(value):
        return "missing"
    if band.split(" ")[0] == f"{value:g}":
        return ""
    found = [text.replace(",", "") for text in _NUMBER.findall(band)]
    bounds = [float(text) for text in found]
    decimals = 0 if abs(value) >= 1e4 else 1 + max((len(text.partition(".")[2]) for text in found), default=1)
    while decimals < 12 and any((round(value, decimals) < bound) != (value < bound) for bound in bounds):
        decimals += 1
    return shortened(f"{value:,.{decimals}f}")


def shortened(text: str) -> str:
    """A text with its whole millions in words and a real minus sign.

    >>> shortened("50,000,000 to 1,000,000,000"), shortened("-0.25")
    ('50 million to 1,000 million', '−0.25')
    """
    text = re.sub(r"(\d),000,000(?!,?\d)", r"\1 million", text)
    return re.sub(r"(^|\s)-(?=\d)", r"\1−", text)
