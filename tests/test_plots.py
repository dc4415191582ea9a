"""Figures keep their texts apart, the settings of matplotlib alone, and their colours tell lines apart."""

import itertools

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from plots_cases import FIGURES, TITLE

from cmlib.plots import style
from cmlib.plots.end_labels import spread
from cmlib.plots.point_labels import place_around


@pytest.fixture(autouse=True)
def figures_are_closed():
    before = dict(matplotlib.rcParams)
    yield
    plt.close("all")
    assert dict(matplotlib.rcParams) == before


@pytest.fixture
def drawn_texts(monkeypatch):
    """Every text that is really drawn, with its box in pixels: hidden ticks are none."""
    seen, draw = [], Text.draw

    def watched(text, renderer, *rest):
        if text.get_visible() and text.get_text().strip():
            seen.append((text.get_text(), text.get_window_extent(renderer)))
        return draw(text, renderer, *rest)

    monkeypatch.setattr(Text, "draw", watched)
    return seen


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_its_title_at_the_left_and_names_its_axes(name):
    draw, (x, y) = FIGURES[name]
    ax = draw(title=TITLE)
    assert isinstance(ax, matplotlib.axes.Axes)
    assert ax.get_title(loc="left").replace("\n", " ") == TITLE
    assert (ax.get_xlabel(), ax.get_ylabel()) == (x, y)
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("name", FIGURES)
def test_texts_keep_apart_and_inside(name, drawn_texts):
    figure = FIGURES[name][0](title=TITLE).figure
    figure.canvas.draw()
    drawn_texts.clear()
    figure.canvas.draw()  # the second time, the layout has settled
    assert len(drawn_texts) > 5
    paper = figure.bbox.padded(0.5)
    assert [text for text, box in drawn_texts if box.x0 < paper.x0 or box.x1 > paper.x1] == []
    assert [text for text, box in drawn_texts if box.y0 < paper.y0 or box.y1 > paper.y1] == []
    pairs = itertools.combinations([(text, box.padded(-1)) for text, box in drawn_texts], 2)
    assert [(one, other) for (one, a), (other, b) in pairs if a.overlaps(b)] == []


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_draws_on_given_axes_and_opens_no_other(name):
    ax = plt.figure(figsize=(7.5, 7)).add_subplot()
    assert FIGURES[name][0](title=TITLE, ax=ax) is ax
    assert len(plt.get_fignums()) == 1


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("title", ["", "  ", None])
def test_a_title_is_required(name, title):
    with pytest.raises(ValueError, match="needs a title that tells the finding"):
        FIGURES[name][0](title=title)
    assert plt.get_fignums() == []


def test_the_colours_differ_in_lightness_and_for_colour_blind_eyes():
    """Lightness of CIE 1976; eyes without red, green or blue cones after Machado, Oliveira and Fernandes (2009)."""
    eyes = {
        "normal": np.eye(3),
        "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
        "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
    }
    for seen in eyes.values():
        lab = [_lab(np.clip(np.asarray(seen) @ _linear(colour), 0, 1)) for colour in style.PALETTE]
        assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(lab, 2)) > 10
    lightness = sorted(_lab(_linear(colour))[0] for colour in style.PALETTE)
    assert np.diff(lightness).min() > 7
    assert min(style.contrast(style.readable(colour)) for colour in style.PALETTE) >= 4.5


def _linear(colour):
    channels = np.array(to_rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _lab(linear):
    to_xyz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    relative = to_xyz @ linear / [0.95047, 1, 1.08883]
    x, y, z = np.where(relative > 216 / 24389, np.cbrt(relative), (24389 / 27 * relative + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(1, 12)), min_size=1, max_size=8))
@settings(derandomize=True, max_examples=50)
def test_spread_boxes_keep_apart_in_order_and_move_only_when_they_must(boxes):
    centres, heights = np.array(boxes).T
    places = spread(centres, heights, 0, 100)
    order = np.argsort(centres, kind="stable")
    gaps = np.diff(places[order]) - (heights[order][:-1] + heights[order][1:]) / 2
    assert (gaps > -1e-6).all()
    assert (places - heights / 2 > -1e-6).all()
    assert (places + heights / 2 < 100 + 1e-6).all()
    np.testing.assert_allclose(spread(places, heights, 0, 100), places, atol=1e-9)


def test_labels_around_crowded_points_find_places():
    points = np.random.default_rng([5, 0]).uniform(50, 350, (14, 2))
    sizes = np.tile([60.0, 12.0], (14, 1))
    places = place_around(points, sizes, (0, 0, 400, 400), [8, 16, 30, 45], 4)
    for (a, size), (b, _) in itertools.combinations(zip(places, sizes, strict=True), 2):
        assert (abs(a - b) >= size - 1e-9).any()
    assert (places - sizes / 2 >= 0).all()
    assert (places + sizes / 2 <= 400).all()
