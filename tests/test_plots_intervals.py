"""Intervals: the bars are the data, texts keep apart, and data that cannot be shown get one sentence."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from cmlib import plots

TITLE = "As counted most want the counter; weighted by age most do not"
TABLE = pd.DataFrame(
    {
        "estimate": [0.583, 0.435, 0.0, 0.937],
        "lower": [0.539, 0.407, 0.0, np.nan],
        "upper": [0.627, 0.462, 0.278, np.nan],
    },
    index=["as counted", "weighted by age", "under 30 (10 answers)", "60 and over (126 answers)"],
)


@pytest.fixture(autouse=True)
def figures_are_closed():
    yield
    plt.close("all")


def drawn(table=TABLE, **more):
    return plots.intervals(table, title=TITLE, xlabel="share (%)", **more)


def test_dots_and_bars_are_the_data_from_the_top_down():
    ax = drawn()
    np.testing.assert_allclose(ax.lines[0].get_xdata(), TABLE["estimate"])
    np.testing.assert_allclose(ax.lines[0].get_ydata(), range(4))
    bars = ax.collections[0].get_segments()
    np.testing.assert_allclose([bar[:, 0] for bar in bars[:3]], TABLE[["lower", "upper"]].iloc[:3])
    assert ax.yaxis_inverted()
    assert [tick.get_text() for tick in ax.get_yticklabels()] == TABLE.index.tolist()


def test_title_axis_reference_and_percent():
    ax = drawn(percent=True, reference=(0.5, "half"))
    assert ax.get_title(loc="left").replace("\n", " ") == TITLE
    assert ax.get_xlabel() == "share (%)"
    assert [text.get_text().strip() for text in ax.texts] == ["58.3%", "43.5%", "0%", "93.7%", "half"]
    assert ax.lines[1].get_xdata()[0] == 0.5
    ax.figure.canvas.draw()
    assert all(tick.get_text().endswith("%") for tick in ax.get_xticklabels())


def test_numbers_are_written_in_three_digits_with_a_true_minus():
    table = pd.DataFrame({"estimate": [-1_234.5, 0.1234], "lower": [-2_000, 0.1], "upper": [0, 0.2]}, index=["a", "b"])
    assert [text.get_text() for text in drawn(table).texts] == ["−1,234", "0.123"]


def test_it_draws_on_given_axes_and_opens_no_other_figure():
    _, ax = plt.subplots()
    assert drawn(ax=ax) is ax
    assert len(plt.get_fignums()) == 1


def test_texts_keep_apart_and_inside():
    ax = drawn(percent=True, reference=(0.5, "half"))
    figure = ax.figure
    figure.canvas.draw()
    texts = [*ax.texts, *ax.get_yticklabels(), ax.title]
    boxes = [text.get_window_extent() for text in texts if text.get_text()]
    for one, box in enumerate(boxes):
        assert box.x0 >= 0
        assert box.x1 <= figure.bbox.width
        assert not any(box.overlaps(other) for other in boxes[one + 1 :])


REFUSED = [
    (lambda: drawn([1, 2]), TypeError, "intervals needs a pandas table with names as index; found list"),
    (lambda: drawn(TABLE.head(0)), ValueError, "at least one row"),
    (lambda: drawn(TABLE.drop(columns="upper")), LookupError, r"intervals needs the columns \['upper'\]"),
    (lambda: drawn(TABLE.assign(lower="x")), ValueError, "needs numbers in 'lower'"),
    (lambda: drawn(pd.concat([TABLE, TABLE])), ValueError, "'as counted' comes twice"),
    (lambda: drawn(TABLE.assign(estimate=[np.nan, 0.4, 0.1, 0.2])), ValueError, "'as counted' has none"),
    (lambda: drawn(TABLE.assign(upper=np.nan)), ValueError, "'as counted' lacks one"),
    (lambda: drawn(TABLE.assign(lower=[0.6, 0.4, 0, np.nan])), ValueError, "'as counted' has 0.583 in 0.6 to 0.627"),
    (lambda: drawn(TABLE.assign(upper=[0.5, 0.5, 1, np.nan])), ValueError, "'as counted' has 0.583 in 0.539 to 0.5"),
    (lambda: plots.intervals(TABLE, title=" ", xlabel="x"), ValueError, "intervals needs a title"),
]


@pytest.mark.parametrize(("draw", "error", "message"), REFUSED)
def test_it_refuses_in_one_sentence_and_leaves_no_figure(draw, error, message):
    with pytest.raises(error, match=message):
        draw()
    assert plt.get_fignums() == []
