"""What a figure shows is its data: bars, lines, dots and texts are read back."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from plots_cases import (
    AFTER,
    BEFORE,
    FIGURES,
    FIRMS,
    FLOWS,
    NO_TOTAL,
    PARTS,
    PATHS,
    POSITIONS,
    RARE,
    RARE_OUTCOME,
    REASONS,
    RISKS,
    TITLE,
    TREND,
    YEARS,
)

from cmlib import plots
from cmlib.plots import style
from cmlib.rating import GRADES


@pytest.fixture(autouse=True)
def figures_are_closed():
    yield
    plt.close("all")


def close_to(found, wanted):
    np.testing.assert_allclose(np.asarray(found, float), np.asarray(wanted, float), rtol=1e-9, atol=1e-12)


def test_risk_map_shows_each_risk_where_it_is():
    ax = FIGURES["risk_map"][0](title=TITLE)
    dots = np.vstack([group.get_offsets() for group in ax.collections])
    close_to(dots, RISKS[["probability", "damage"]])  # the kinds come in order of the table
    for line in ax.lines:  # equal expected damage: a hyperbola
        product = line.get_xdata() * line.get_ydata()
        close_to(product, np.full(len(product), product[0]))


def test_composition_stacks_the_parts_and_hangs_a_negative_one_below_zero():
    ax = FIGURES["composition"][0](title=TITLE)
    heights = {bars.get_label(): [bar.get_height() for bar in bars] for bars in ax.containers}
    assert list(heights) == ["cash", "short term investments", "receivables", "inventory", "fixed assets"]
    close_to(list(heights.values()), PARTS.T)
    tops = [bar.get_y() + bar.get_height() for bar in ax.containers[-1]]
    close_to(tops, [1] * 7)
    debt = pd.DataFrame({"debt": [0.7, 1.1], "equity": [0.3, -0.1]}, index=[2022, 2023])
    ax = plots.composition(debt, title=TITLE, order=["equity", "debt"])
    assert [[(bar.get_y(), bar.get_height()) for bar in bars] for bars in ax.containers] == [
        [(0, 0.3), (0, -0.1)], [(0.3, 0.7), (0, 1.1)],
    ]  # fmt: skip


def test_lines_follow_the_data_in_order_of_the_years():
    ax = plots.lines(TREND[::-1], title=TITLE, ylabel="ratio (times)", reference=(1.0, "one"))
    by_name = {line.get_label(): line for line in ax.lines}
    for name in TREND:
        close_to(by_name[style.words(name)].get_xdata(), YEARS)
        close_to(by_name[style.words(name)].get_ydata(), TREND[name])
    assert list(ax.lines[0].get_ydata()) == [1, 1]


def test_heat_map_shows_positions_and_marks_what_is_missing():
    ax = FIGURES["heat_map"][0](title=TITLE)
    close_to(np.ma.filled(ax.collections[0].get_array(), np.nan), POSITIONS)
    written = [text.get_text() for text in ax.texts]
    assert written.count("–") == 1
    assert written[0] == f"{POSITIONS.iat[0, 0]:.0%}"
    assert len(ax.patches) == 1
    values = plots.heat_map(POSITIONS, title=TITLE, unit="position", annotate=POSITIONS.map("{:.1f}x".format))
    assert values.texts[0].get_text() == f"{POSITIONS.iat[0, 0]:.1f}x"


def test_the_weak_end_is_the_dark_end_also_in_grey():
    for low_is_bad, falling in ((True, 1), (False, -1)):
        ax = plots.heat_map(POSITIONS, title=TITLE, unit="position", low_is_bad=low_is_bad)
        grey = [style.contrast(ax.collections[0].cmap(place)[:3]) for place in np.linspace(0, 1, 30)]
        assert (falling * np.diff(grey) < 0).all()


def test_cash_flows_are_bars_with_their_signs():
    ax = FIGURES["cash_flows"][0](title=TITLE)
    close_to([[bar.get_height() for bar in bars] for bars in ax.containers], FLOWS.T)
    signs = [text.get_text() for text in ax.texts]
    assert signs == ["+ − −", "+ − −", "+ − −", "− + +", "− − +", "− − +", "+ ? −"]


def test_scorecard_fills_what_was_earned_and_names_total_and_grade():
    ax = plots.scorecard(REASONS, title=TITLE)
    frames, filled = ([bar.get_width() for bar in bars] for bars in ax.containers)
    close_to(frames, REASONS["maximum"])
    close_to(filled, REASONS["points"])
    written = {text.get_text() for text in ax.texts}
    assert f"{REASONS.attrs['total']:g} of 100 points, grade {REASONS.attrs['grade']}" in written
    subtotal = REASONS[REASONS["group"] == "solvency and credit"]["points"].sum()
    assert {f"{subtotal:g} of 43", "solvency and credit", "123,456,789", "50 million to 200 million"} <= written


def test_scorecard_marks_a_missing_value():
    ax = plots.scorecard(NO_TOTAL, title=TITLE)
    hatched = [bool(frame.get_hatch()) for frame in ax.containers[0]]
    assert hatched == NO_TOTAL["value"].isna().tolist()
    written = [text.get_text() for text in ax.texts]
    assert {"missing", "– of 6", "– of 31", "no total and no grade, for points are missing"} <= set(written)


def test_default_rates_are_shares_with_wilson_intervals():
    ax = FIGURES["default_rate_by_grade"][0](title=TITLE)
    rates = dict(zip(GRADES.order, ax.lines[0].get_ydata(), strict=True))
    assert {name: rate for name, rate in rates.items() if rate == rate} == {"AAA": 0, "A": 1 / 40, "BBB": 0.1, "B": 0.4}
    ticks = [tick.get_text() for tick in ax.get_xticklabels()]
    assert ticks[:3] == ["AAA\nn = 9", "AA\nn = 0", "A\nn = 40"]
    # Wilson by hand: 4 of 10, z = 1.96: (0.4 + z²/20 ± z sqrt(0.4 x 0.6 / 10 + z² / 400)) / (1 + z²/10).
    z = 1.959963984540054
    half = z * np.sqrt(0.024 + z**2 / 400)
    wanted = [(0.4 + z**2 / 20 + sign * half) / (1 + z**2 / 10) for sign in (-1, 1)]
    close_to(ax.collections[0].get_segments()[5][:, 1], wanted)


def test_roc_curves_run_from_corner_to_corner_with_the_gini_by_hand():
    # Of the 2 x 2 pairs the score orders three rightly: AUC 0.75, Gini 0.5.
    curves = {"score": ([0, 0, 1, 1], [1, 3, 2, 4]), "perfect": ([0, 1], [0, 1])}
    ax = plots.roc_curves(curves, title=TITLE)
    _, line, _ = ax.lines
    close_to(np.column_stack(line.get_data()), [(0, 0), (0, 0.5), (0.5, 0.5), (0.5, 1), (1, 1)])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "perfect\nGini 1.00",
        "score\nGini 0.50",
        "a coin\nGini 0",
    ]


def test_calibration_groups_rows_of_equal_number():
    probability = [0.3, 0.1, 0.2, 0.4, 0.5, 0.6]
    ax = plots.calibration([1, 0, 1, 0, 1, 1], probability, title=TITLE, groups=2)
    close_to(np.column_stack(ax.lines[1].get_data()), [(0.2, 2 / 3), (0.5, 2 / 3)])
    assert ax.get_xscale() == "linear"
    ax = FIGURES["calibration"][0](title=TITLE)
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    predicted, none = ax.lines[1].get_xdata(), ax.lines[2].get_xdata()
    close_to(np.sort([*predicted, *none]), RARE.reshape(10, 40).mean(axis=1))
    assert len(none) == sum(not part.any() for part in RARE_OUTCOME.reshape(10, 40)) > 0


def test_slope_joins_the_two_numbers_of_each_firm():
    ax = plots.slope(BEFORE, AFTER[::-1], title=TITLE, unit="points", bounds={"A": 70, "C": 0})
    ends = {line.get_label(): list(line.get_ydata()) for line in ax.lines if line.get_label() in FIRMS}
    assert ends == {name: [BEFORE[name], AFTER[name]] for name in FIRMS}
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["A from 70"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["reported", "unmasked"]


def test_grade_paths_keep_each_firm_within_its_grade():
    ax = FIGURES["grade_paths"][0](title=TITLE)
    names = [tick.get_text() for tick in ax.get_yticklabels()]
    assert names == ["AA", "A", "BBB", "BB", "B", "CCC"]
    by_name = {line.get_label(): line for line in ax.lines}
    for name in PATHS:
        near = [None if np.isnan(y) else GRADES.order[round(y)] for y in by_name[name].get_ydata()]
        assert near == [None if pd.isna(one) else one for one in PATHS[name]]
        close_to(np.round(by_name[name].get_xdata()), YEARS)
    heights = [by_name[name].get_ydata()[0] for name in FIRMS[:5]]
    assert len(set(heights)) == 5  # nobody is hidden
    assert ax.yaxis_inverted()
