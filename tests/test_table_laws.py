"""Laws of whole tables: another currency, another order of the rows and a table in pieces change no ratio."""

import numpy as np
import pandas as pd
from firms import KEY, random_statements
from hypothesis import given, settings
from hypothesis import strategies as st

from cmlib.items import ITEMS
from cmlib.rating import ENTERPRISE_CARD, score
from cmlib.ratios import ALL
from cmlib.table import ratio_table

STATEMENTS = random_statements()
RATIOS = ratio_table(STATEMENTS).set_index(KEY).sort_index()
MONEY = [name for name, formula in ALL.items() if formula.unit == "CNY"]

quick = settings(derandomize=True, max_examples=20, deadline=None)


def of(statements):
    return ratio_table(statements).set_index(KEY).sort_index()


@quick
@given(st.integers(-20, 20))
def test_the_currency_changes_no_ratio(power):
    factor = 2.0**power  # a power of two scales every amount without rounding
    found = of(STATEMENTS.assign(**{name: STATEMENTS[name] * factor for name in ITEMS}))
    expected = RATIOS.assign(**{name: RATIOS[name] * factor for name in MONEY})
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


@quick
@given(st.permutations(range(len(STATEMENTS))))
def test_the_order_of_the_rows_changes_nothing(order):
    pd.testing.assert_frame_equal(of(STATEMENTS.iloc[order]), RATIOS, check_exact=True)


@quick
@given(st.sets(st.sampled_from(sorted(STATEMENTS["firm_id"].unique())), min_size=1, max_size=39))
def test_firms_may_be_computed_in_pieces(firms):
    here = STATEMENTS["firm_id"].isin(firms)
    pieces = pd.concat([of(STATEMENTS[here]), of(STATEMENTS[~here])]).sort_index()
    pd.testing.assert_frame_equal(pieces, RATIOS, check_exact=True)


@quick
@given(st.sampled_from(ENTERPRISE_CARD.indicators), st.floats(0, 1), st.integers(0, 2**20))
def test_a_better_indicator_never_lowers_the_points(indicator, share, seed):
    rng = np.random.default_rng(seed)
    firm = {one.column: float(rng.integers(1, 6)) for one in ENTERPRISE_CARD.indicators}
    values = sorted([level.value for level in indicator.levels] or [band.upper for band in indicator.bands[:-1]])
    if indicator.better == "lower":
        values.reverse()
    pair = [firm | {indicator.column: values[int(share * (len(values) - 1))]}, firm | {indicator.column: values[-1]}]
    points = score(pd.DataFrame(pair), ENTERPRISE_CARD)["total"]
    assert points[1] >= points[0] or indicator.better == "neither"
