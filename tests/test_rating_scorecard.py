"""A scorecard that exists is sound: what construction refuses, and a card's way to a file and back."""

from dataclasses import replace

import numpy as np
import pytest

from cmlib.rating import ENTERPRISE_CARD, GRADES, Band, Grade, GradeScale, Group, Indicator, Level, Scorecard

BANDS = (Band(None, 1, 0), Band(1, 2, 20), Band(2, None, 60))
LEVELS = (Level(1, 0, "weak"), Level(2, 40, "strong"))
CURRENT = Indicator("Current ratio", "流动比率", "current_ratio", 60, unit="times", bands=BANDS)
LEADERS = Indicator("Leadership", "领导者素质", "leadership", 40, levels=LEVELS)


def card(*indicators, points=100, total=100, **changes):
    return Scorecard("small", "test", (Group("all", "全部", points, indicators),), total=total, **changes)


def test_a_sound_card_lists_its_columns():
    assert card(CURRENT, LEADERS).columns == ("current_ratio", "leadership")
    assert card(CURRENT, LEADERS).indicators == (CURRENT, LEADERS)


@pytest.mark.parametrize(("value", "points"), [(-5, 0), (0.99, 0), (1, 20), (1.99, 20), (2, 60), (1e9, 60)])
def test_a_band_holds_its_lower_bound_and_ends_before_its_upper(value, points):
    assert CURRENT.place(value).points == points


def test_a_level_is_met_exactly():
    assert LEADERS.place(2.0).points == 40
    with pytest.raises(ValueError, match=r"'leadership' \(Leadership\) is judged 1, 2; found 1\.5"):
        LEADERS.place(1.5)


HERE = r"^scorecard 'small', group 'all', indicator 'Current ratio'"
BAD_BANDS = [
    ((Band(None, 1, 0), Band(0.9, None, 60)), r": band \[…, 1\) and band \[0\.9, …\) overlap"),
    ((Band(None, 1, 0), Band(1.1, None, 60)), r": band \[…, 1\) and band \[1\.1, …\) leave a gap"),
    (
        (Band(None, None, 0), Band(1, None, 60)),
        r": band \[…, …\) and band \[1, …\) need a bound between them, found None",
    ),
    ((Band(None, "1", 0), Band(1, None, 60)), r": band .* need a bound between them, found '1'"),
    ((Band(None, float("nan"), 0), Band(1, None, 60)), r": band .* need a bound between them, found nan"),
    ((Band(0, 1, 0), Band(1, None, 60)), r", band \[0, 1\): the first band must be open below"),
    ((Band(None, 1, 0), Band(1, 9, 60)), r", band \[1, 9\): the last band must be open above"),
    (
        (Band(None, 2, 0), Band(2, 2, 5), Band(2, None, 60)),
        r", band \[2, 2\): the lower bound is not below",
    ),
    ((Band(None, None, 60),), r" needs at least two bands, found one"),
    ((Band(None, 1, 0), Band(1, None, 50)), r": its best earns 50 points, but the indicator has 60"),
    ((Band(None, 1, 60), Band(1, None, 0)), r": higher is better, but points go from 60 to 0 between .* 'neither'"),
    ((Band(None, 1, -1), Band(1, None, 60)), r", band \[…, 1\): points are a multiple of 0\.01, not below 0, found -1"),
    ((Band(None, 1, 0.001), Band(1, None, 60)), r", band .*: points are a multiple of 0\.01"),
    ((Band(None, 1, "0"), Band(1, None, 60)), r", band .*: points are a multiple of 0\.01, .*, found '0'"),
    ((), r" needs either bands or levels, found neither"),
]


@pytest.mark.parametrize(("bands", "message"), BAD_BANDS)
def test_disordered_bands_are_refused(bands, message):
    with pytest.raises(ValueError, match=HERE + message):
        card(replace(CURRENT, bands=bands), LEADERS)


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        ((Level(1, 0), Level(1, 40)), "has the level 1 twice"),
        ((Level(1.0, 0), Level(2, 40)), r"value of a level is a whole number, found 1\.0"),
        ((Level(1, 40), Level(2, 0)), "higher is better, but points go from 40 to 0 between level 1 and level 2"),
        ((Level(1, 40),), "needs at least two levels"),
    ],
)
def test_disordered_levels_are_refused(levels, message):
    with pytest.raises(ValueError, match=rf"^scorecard 'small', group 'all', indicator 'Leadership'.*{message}"):
        card(CURRENT, replace(LEADERS, levels=levels))


def test_bands_and_levels_exclude_each_other():
    with pytest.raises(ValueError, match=HERE + " needs either bands or levels, found both"):
        card(replace(CURRENT, levels=LEVELS), LEADERS)


def test_points_that_fall_again_must_be_declared():
    humped = (Band(None, 1, 0), Band(1, 4, 60), Band(4, None, 30))
    with pytest.raises(ValueError, match=HERE + ": higher is better, but points go from 60 to 30"):
        card(replace(CURRENT, bands=humped), LEADERS)
    assert card(replace(CURRENT, bands=humped, better="neither"), LEADERS).indicators[0].place(5).points == 30
    with pytest.raises(ValueError, match=HERE + ": better is 'higher', 'lower' or 'neither', found 'more'"):
        card(replace(CURRENT, better="more"), LEADERS)


def test_neighbouring_bands_may_earn_the_same():
    flat = (Band(None, 1, 0), Band(1, 2, 60), Band(2, None, 60))
    assert card(replace(CURRENT, bands=flat), LEADERS).total == 100
    falling = (Band(None, 1, 60), Band(1, 2, 60), Band(2, None, 0))
    assert card(replace(CURRENT, bands=falling, better="lower"), LEADERS).total == 100


def test_levels_may_be_listed_in_any_order():
    assert card(CURRENT, replace(LEADERS, levels=LEVELS[::-1])).indicators[1].place(2).points == 40


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: card(CURRENT), r"group 'all': its indicators' points add up to 60, but the group has 100"),
        (lambda: card(CURRENT, LEADERS, total=90), r": its groups' points add up to 100, but its total is 90"),
        (lambda: card(CURRENT, LEADERS, total=-1), r": its total: points are a multiple of 0\.01"),
        (
            lambda: card(CURRENT, LEADERS, points=100.001),
            r"group 'all': points are a multiple of 0\.01, .* found 100\.001",
        ),
        (
            lambda: card(replace(CURRENT, points="60"), LEADERS),
            r"'Current ratio': points are a multiple of .* found '60'",
        ),
        (lambda: card(), r"group 'all' needs at least one indicator"),
        (lambda: Scorecard("small", "test", ()), r" needs at least one group"),
        (lambda: card(CURRENT, replace(LEADERS, name="Current ratio")), r" has the indicator 'Current ratio' twice"),
        (lambda: card(CURRENT, replace(LEADERS, column="current_ratio")), r" uses the column 'current_ratio' twice"),
        (
            lambda: card(CURRENT, replace(LEADERS, column="all")),
            r" would give a scored table the column 'all_points' twice",
        ),
        (
            lambda: card(CURRENT, LEADERS, grades=GradeScale("house", "test", (Grade("any", 0, 10),))),
            r" gives 0 to 100 points; its grade scale 'house' runs from 0 to 10",
        ),
    ],
)
def test_a_card_that_does_not_add_up_is_refused(build, message):
    with pytest.raises(ValueError, match=f"^scorecard 'small'.*{message}"):
        build()


def test_a_group_may_not_come_twice():
    half = Group("half", "半", 50, (replace(LEADERS, points=50, levels=(Level(1, 0), Level(2, 50))),))
    with pytest.raises(ValueError, match="has the group 'half' twice"):
        Scorecard("small", "test", (half, half))


def test_tenths_of_points_add_up():
    tenths = tuple(
        Indicator(f"part {number}", "", f"part_{number}", 0.1, levels=(Level(0, 0), Level(1, 0.1)))
        for number in range(10)
    )  # ten times 0.1 is 0.9999999999999999 in floating point
    scale = GradeScale("one", "test", (Grade("full", 1, 1), Grade("part", 0, 0)))
    assert card(*tenths, points=1, total=1, grades=scale).total == 1


def test_the_card_reads_as_a_table():
    table = card(CURRENT, LEADERS).table().set_index("column")
    assert table.points.to_dict() == {
        "current_ratio": "below 1: 0; 1 to 2: 20; 2 or more: 60",
        "leadership": "1 weak: 0; 2 strong: 40",
    }
    assert table.maximum.sum() == 100


# ---- to a file and back


@pytest.mark.parametrize(
    "original",
    [
        ENTERPRISE_CARD,
        card(CURRENT, LEADERS),
        card(
            replace(CURRENT, name='He said "no\\yes"', missing_when="two\nlines"),
            LEADERS,
            grades=GradeScale("house", "test", (Grade("high", 50, 100, "好"), Grade("low", 0, 49))),
        ),
        card(replace(CURRENT, bands=(Band(None, np.float64(1e-7), 0), Band(1e-7, None, np.float64(60)))), LEADERS),
    ],
    ids=["enterprise", "small", "quotes and own grades", "numpy numbers"],
)
def test_a_card_survives_the_way_to_a_file_and_back(original, tmp_path):
    file = tmp_path / "card.toml"
    text = original.to_toml(file)
    assert file.read_text(encoding="utf-8") == text
    assert Scorecard.from_toml(file) == Scorecard.from_toml(str(file)) == original


def test_a_card_without_its_own_grades_has_the_courses(tmp_path):
    card(CURRENT, LEADERS).to_toml(tmp_path / "card.toml")
    assert Scorecard.from_toml(tmp_path / "card.toml").grades is GRADES


CHANGES = [
    ('column = "current_ratio"', 'colum = "current_ratio"', r"unknown key 'colum'; .*did you mean 'column'\?"),
    ('column = "current_ratio"\n', "", r"the key 'column' is missing"),
    ('column = "current_ratio"', "column = 3", r"column: a text is needed, found 3"),
    ("points = 60\n", 'points = "60"\n', r"points: a number is needed, found '60'"),
    ("points = 60\n", "points = true\n", r"points: a number is needed, found True"),
    ("lower = 1, upper = 2", "lower = 1, upper = 2, colour = 3", r"bands 2: unknown key 'colour'"),
    (
        "lower = 1, upper = 2",
        "lower = 1, upper = 3",
        r"indicator 'Current ratio': band \[1, 3\) and band \[2, …\) overlap",
    ),
    ("value = 1, ", "value = 1.5, ", r"levels 1, value: a whole number is needed, found 1\.5"),
    ("bands = [", "bands = 3\nlevels = [", r"bands: a list is needed, found 3"),
]


@pytest.mark.parametrize(("old", "new", "message"), CHANGES, ids=[new for _, new, _ in CHANGES])
def test_a_faulty_file_is_refused_with_the_place(old, new, message, tmp_path):
    text = card(CURRENT, LEADERS).to_toml()
    assert old in text
    (tmp_path / "house.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=rf"^house\.toml: .*{message}") as caught:
        Scorecard.from_toml(tmp_path / "house.toml")
    if "overlap" not in message:
        assert "groups 1 (all), indicators" in str(caught.value)


@pytest.mark.parametrize("content", [b"name = ", b"name = '\xff'"])
def test_a_file_that_is_no_toml_is_refused(content, tmp_path):
    (tmp_path / "house.toml").write_bytes(content)
    with pytest.raises(ValueError, match=r"^house\.toml is no TOML file"):
        Scorecard.from_toml(tmp_path / "house.toml")


def test_a_table_where_a_list_belongs_is_refused(tmp_path):
    (tmp_path / "house.toml").write_text("name = 'house'\nsource = 'test'\ngrades = 3\ngroups = [4]\n")
    with pytest.raises(ValueError, match=r"^house\.toml: grades: a table is needed, found 3"):
        Scorecard.from_toml(tmp_path / "house.toml")
