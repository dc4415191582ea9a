"""The network shows its links and the digits their shares: read back from the drawing."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import FancyArrowPatch
from plots_cases import GROWTH, OWNED

from cmlib import plots
from cmlib.proportions import proportion_interval
from cmlib.statements import benford

ENDS = {"source": "owner", "target": "firm"}
CIRCLE = pd.DataFrame({"owner": ["A", "B", "C", "B"], "firm": ["B", "C", "A", "A"], "amount": [1.0, 2.0, 4.0, 0.0]})


@pytest.fixture(autouse=True)
def figures_are_closed():
    yield
    plt.close("all")


def places(ax, names):
    found = {text.get_text(): text.get_position() for text in ax.texts}
    return {name: found[name] for name in names}


def arrows(ax):
    return [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]


def test_owners_stand_above_what_they_own():
    at = places(plots.network(OWNED, **ENDS, title="x"), {*OWNED["owner"], *OWNED["firm"]})
    for link in OWNED.itertuples():
        assert at[link.owner][1] > at[link.firm][1]


def test_every_link_is_an_arrow_and_heavier_ones_are_thicker():
    ax = plots.network(CIRCLE, **ENDS, weight="amount", label="amount", title="x")
    widths = [arrow.get_linewidth() for arrow in arrows(ax)]
    assert len(widths) == 4
    assert np.argsort(widths).tolist() == np.argsort(CIRCLE["amount"]).tolist()
    assert {text.get_text() for text in ax.texts} == {"A", "B", "C", "1.0", "2.0", "4.0", "0.0"}


def test_an_arrow_runs_from_frame_to_frame():
    ax = plots.network(OWNED.head(1), **ENDS, title="x")
    ax.figure.canvas.draw()
    (arrow,) = arrows(ax)
    top, bottom = sorted((text.get_window_extent() for text in ax.texts), key=lambda box: -box.y0)
    path = arrow.get_window_extent()
    assert bottom.y0 < path.y0 < path.y1 < top.y1
    assert path.height < top.y1 - bottom.y0 - (top.height + bottom.height) / 2


@pytest.mark.parametrize("links", [OWNED, CIRCLE.assign(share=1.0)], ids=["rows", "circle"])
def test_the_order_of_the_rows_changes_nothing(links):
    names = {*links["owner"], *links["firm"]}
    one, other = (
        places(plots.network(table, **ENDS, title="x"), names)
        for table in (links, links.sample(frac=1, random_state=1))
    )
    assert {name: pytest.approx(place, abs=1e-6) for name, place in one.items()} == other


def test_nodes_keep_apart():
    crowd = pd.DataFrame({"owner": [f"O{n:02d}" for n in range(12)], "firm": [f"F{n % 3}" for n in range(12)]})
    for links in (crowd, CIRCLE, pd.concat([crowd, crowd.rename(columns={"owner": "firm", "firm": "owner"})])):
        ax = plots.network(links, **ENDS, title="x")
        ax.figure.canvas.draw()
        boxes = [text.get_window_extent() for text in ax.texts]
        assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_groups_have_a_key_lone_nodes_are_drawn_and_texts_replace_names():
    groups = pd.Series({"A": "ours", "B": "other_bank", "Z": "ours"})
    ax = plots.network(CIRCLE, **ENDS, groups=groups, texts={"A": "A\nrated AA"}, title="x")
    assert {"A\nrated AA", "B", "C", "Z"} <= {text.get_text() for text in ax.texts}
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["other bank", "ours"]


REFUSED = [
    ({"links": [1]}, TypeError, "needs a pandas table with links"),
    ({"links": CIRCLE.head(0)}, ValueError, "at least one row"),
    ({"target": "subsidiary"}, LookupError, r"needs the columns \['subsidiary'\]"),
    ({"links": CIRCLE.assign(owner=None)}, ValueError, "both ends of every link"),
    ({"links": CIRCLE.assign(owner="A")}, ValueError, "'A' is linked to itself"),
    ({"links": pd.concat([CIRCLE, CIRCLE])}, ValueError, "'A' to 'B' comes twice"),
    ({"links": CIRCLE.assign(amount=-1.0), "weight": "amount"}, ValueError, "not below 0 in 'amount'; found -1"),
    ({"links": CIRCLE.assign(amount=[1, 2, 3, np.nan]), "weight": "amount"}, ValueError, "found nan"),
    ({"links": CIRCLE.assign(amount="x"), "weight": "amount"}, ValueError, "needs numbers in 'amount'"),
    ({"title": " "}, ValueError, "needs a title"),
]


@pytest.mark.parametrize(("change", "error", "says"), REFUSED)
def test_what_is_no_network_is_refused_in_one_sentence(change, error, says):
    with pytest.raises(error, match=says):
        plots.network(**({"links": CIRCLE, **ENDS, "title": "x"} | change))
    assert plt.get_fignums() == []


def test_digits_show_shares_intervals_and_the_law():
    ax = plots.first_digits(GROWTH, title="x")
    assert [bar.get_height() for bar in ax.patches] == pytest.approx(np.log10(1 + 1 / np.arange(1, 10)))
    growth, invented = ax.lines[:2]
    assert growth.get_ydata() == pytest.approx(np.array([142, 84, 58, 46, 38, 32, 27, 25, 20]) / 472)
    assert invented.get_ydata()[:4] == pytest.approx([0, 0, 0, 0])
    low, high = proportion_interval(GROWTH["growth"].table["count"].to_numpy(), np.full(9, 472))
    drawn = np.array(ax.collections[1].get_segments())[:, :, 1]
    assert drawn == pytest.approx(np.column_stack([low, high]))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "Benford's law", "growth (472 amounts)", "made up (200 amounts)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tests", "error", "says"),
    [
        ([1], TypeError, "needs a mapping of names to tests"),
        ({"a": 1}, TypeError, "needs a mapping of names to tests"),
        ({}, ValueError, "one to 3 tests.*found 0"),
        (dict.fromkeys("abcd", GROWTH["growth"]), ValueError, "found 4"),
        ({"two": benford([1.005**n for n in range(3000)], digits=2)}, ValueError, "one leading digit; 'two' has 2"),
    ],
)
def test_other_digits_are_refused_in_one_sentence(tests, error, says):
    with pytest.raises(error, match=says):
        plots.first_digits(tests, title="x")
    assert plt.get_fignums() == []
