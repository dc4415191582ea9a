"""From topic and mood to words: phrases are drawn, joined, and now and then mistyped."""

import numpy as np

from cmlib.synthetic.service import comment_phrases as phrases

_NEGATIVE, _NEUTRAL = 0, 1
_ASIDE, _MOCKING, _TYPING_ERROR, _SMALL_LETTERS = 0.14, 0.06, 0.04, 0.12  # shares of comments that may have them


def write(rng: np.random.Generator, topic: np.ndarray, sentiment: np.ndarray) -> np.ndarray:
    """One text for each topic and sentiment, as objects."""
    count = len(topic)
    opens, mocks, mocking, says, of, aside, has_aside, stops, closes, small, slips, where = rng.random((12, count))
    cell = topic * len(phrases.SENTIMENTS) + sentiment
    sayings = [of_sentiment for of_topic in phrases.SAYINGS for of_sentiment in of_topic]
    none = np.zeros(count, dtype=int)
    opening = np.where(
        (sentiment == _NEGATIVE) & (mocks < _MOCKING),
        _drawn([phrases.MOCKING], none, mocking),
        _drawn([phrases.OPENINGS], none, opens),
    )
    turn = np.where(
        (sentiment != _NEUTRAL) & (has_aside < _ASIDE),
        _drawn(phrases.ASIDES, (sentiment > _NEUTRAL).astype(int), aside) + ", but ",
        "",
    )
    text = opening + turn + _drawn(phrases.SUBJECTS, topic, of) + " " + _drawn(sayings, cell, says)
    text = text + _drawn(phrases.STOPS, sentiment, stops)
    closing = _drawn(phrases.CLOSINGS, sentiment, closes)
    return _typed(text, closing, small < _SMALL_LETTERS, slips < _TYPING_ERROR, where)


def _drawn(groups, group: np.ndarray, uniform: np.ndarray) -> np.ndarray:
    """A phrase of each row's group, as objects."""
    sizes = np.array([len(of_group) for of_group in groups])
    words = np.array([phrase for of_group in groups for phrase in of_group], dtype=object)
    return words[(np.cumsum(sizes) - sizes)[group] + np.floor(uniform * sizes[group]).astype(int)]


def _typed(text, closing, small: np.ndarray, slips: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Sentences begin with capitals, unless the writer uses none; who slips leaves out one letter."""
    lines = [
        f"{line}{end}".strip() if lower else f"{line[0].upper()}{line[1:]}{end[:1].upper()}{end[1:]}".strip()
        for line, end, lower in zip(text, closing, small, strict=True)
    ]
    for row in np.flatnonzero(slips):
        place = 1 + int(where[row] * (len(lines[row]) - 2))
        lines[row] = lines[row][:place] + lines[row][place + 1 :]
    return np.array(lines, dtype=object)
