"""A distress model as data: what a sound one is, and what its construction refuses."""

import dataclasses
import math

import numpy as np
import pytest

from cmlib.distress import ALTMAN_Z_PRIVATE, BENEISH_M, MODELS, PARTS, DistressModel, Part, Zone
from cmlib.ratios import ALL as RATIOS

MODEL = DistressModel(
    name="house_score", zh="内部评分", source="example", better="higher",
    parts=(Part("current_ratio", 2.0), Part("ebit_to_assets", -5.0, neutral=0.05)),
    zones=(Zone("weak", 1.0, "ask", upper_included=False), Zone("fair", 2.0, "look"), Zone("sound", None, "go on")),
    constant=-0.5,
)  # fmt: skip


def test_total_is_the_weighted_sum():
    values = {"current_ratio": 1.5, "ebit_to_assets": 0.1}
    assert MODEL.total(values) == pytest.approx(2 * 1.5 - 5 * 0.1 - 0.5)
    arrays = {name: np.array([value, math.nan]) for name, value in values.items()}
    np.testing.assert_allclose(MODEL.total(arrays), [2.0, math.nan])
    assert dataclasses.replace(MODEL, constant=0.0).total(values) == pytest.approx(2.5)


@pytest.mark.parametrize(
    ("total", "zone"),
    [(-math.inf, "weak"), (0.999, "weak"), (1.0, "fair"), (2.0, "fair"), (2.001, "sound"), (math.inf, "sound")],
)
def test_zones(total, zone):
    assert MODEL.zone(total).name == zone


def test_a_missing_total_lies_in_no_zone():
    assert MODEL.zone(math.nan) is None


def test_formulas_are_parts_and_ratios():
    assert MODEL.formulas == (RATIOS["current_ratio"], PARTS["ebit_to_assets"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "house score"}, "the name becomes a column"),
        ({"name": ""}, "the name becomes a column"),
        ({"name": "current_ratio"}, "a part or ratio has this name; two columns cannot share it"),
        ({"better": "neither"}, "better is 'higher' or 'lower', found 'neither'"),
        ({"constant": math.nan}, "the constant needs another number, found nan"),
        ({"parts": ()}, "needs at least one part"),
        ({"parts": (Part("current_ratio", 1), Part("current_ratio", 2))}, "has the part 'current_ratio' twice"),
        (
            {"parts": (Part("curent_ratio", 1),)},
            r"has the part 'curent_ratio', which is no known formula \(did you mean 'current_ratio'\?\)",
        ),
        ({"parts": (Part("zzzzz", 1),)}, "has the part 'zzzzz', which is no known formula$"),
        ({"parts": (Part("current_ratio", 0.0),)}, "part 'current_ratio': the weight needs another number, found 0.0"),
        ({"parts": (Part("current_ratio", math.inf),)}, "part 'current_ratio': the weight needs another number"),
        ({"parts": (Part("current_ratio", 1, math.nan),)}, "part 'current_ratio': neutral needs another number"),
        ({"zones": ()}, "needs at least one zone"),
        ({"zones": (Zone("a", 1, ""), Zone("a", None, ""))}, "has the zone 'a' twice"),
        ({"zones": (Zone("a", 1, ""), Zone("b", 2, ""))}, "zone 'b': the highest zone has no upper bound, found 2"),
        ({"zones": (Zone("a", None, ""), Zone("b", None, ""))}, "zone 'a': only the highest zone, which stands last"),
        ({"zones": (Zone("a", math.nan, ""), Zone("b", None, ""))}, "zone 'a': the upper bound needs another number"),
        (
            {"zones": (Zone("a", 2, ""), Zone("b", 1, ""), Zone("c", None, ""))},
            "the zone 'b' ends at 1, not above 2, where it begins",
        ),
        (
            {"zones": (Zone("a", 2, ""), Zone("b", 2, ""), Zone("c", None, ""))},
            "the zone 'b' ends at 2, not above 2, where it begins",
        ),
    ],
)
def test_disorder_is_refused(change, message):
    with pytest.raises(ValueError, match=f"^distress model '{change.get('name', 'house_score')}'.*{message}"):
        dataclasses.replace(MODEL, **change)


@pytest.mark.parametrize("model", [*MODELS.values(), MODEL], ids=lambda model: model.name)
def test_models_are_files(model, tmp_path):
    model.to_toml(tmp_path / "model.toml")
    assert DistressModel.from_toml(tmp_path / "model.toml") == model


def test_a_file_with_a_slip_says_where(tmp_path):
    path = tmp_path / "model.toml"
    path.write_text(ALTMAN_Z_PRIVATE.to_toml().replace("0.847", "'0.847'"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"^model.toml: parts 2, weight: a number is needed, found '0.847'"):
        DistressModel.from_toml(path)


def test_published_numbers_stand_where_they_should():
    # Altman (1983) and Beneish (1999).
    assert [part.weight for part in ALTMAN_Z_PRIVATE.parts] == [0.717, 0.847, 3.107, 0.420, 0.998]
    assert [(zone.name, zone.upper) for zone in ALTMAN_Z_PRIVATE.zones] == [
        ("distress", 1.23), ("grey", 2.90), ("safe", None),
    ]  # fmt: skip
    assert BENEISH_M.total({part.formula: part.neutral for part in BENEISH_M.parts}) == pytest.approx(-2.48)
    assert [part.neutral for part in BENEISH_M.parts].count(0) == 1
