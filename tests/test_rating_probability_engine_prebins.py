"""Pre-bins of a lazy table: no case is lost when a heavy cell is cut again; half of the cells hold half the cases."""

import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from cmlib.rating.probability.engine_prebins import CELLS, _cell, count_column


def counted(values, bad, number):
    frame = pl.LazyFrame({"value": values, "good": (~bad).astype(float), "bad": bad.astype(float)})
    return count_column(nw.from_native(frame), number=number, edges=None)


def clustered(size, rng):
    """A lump at 0, and as many cases within a millionth of a million: two cells, of which one holds many values."""
    values = np.concatenate([np.zeros(size + 1), 1e6 + rng.random(size) * 1e-6])
    return values, rng.random(len(values)) < 0.3


@pytest.mark.parametrize("number", [4, 10, 40])
@pytest.mark.parametrize("sample", range(3))
def test_every_case_is_in_one_pre_bin_and_between_its_edges(sample, number):
    rng = np.random.default_rng([3, sample])
    values, bad = clustered(400, rng)
    found = counted(values, bad, number)
    cell = np.searchsorted(found.edges, values, side="right")
    assert found.goods.tolist() == np.bincount(cell, ~bad, len(found.edges) + 1).tolist()
    assert found.bads.tolist() == np.bincount(cell, bad, len(found.edges) + 1).tolist()
    assert np.isin(found.edges, values).all()


def test_a_heavy_cell_of_two_is_cut_again():
    values, bad = clustered(400, np.random.default_rng(5))
    found = counted(values, bad, 10)
    assert found.goods[0] + found.bads[0] == 401  # the lump
    assert (found.goods + found.bads)[1:].max() <= 2 * len(values) / 10
    assert len(found.edges) >= 5


def test_two_values_that_no_cell_can_tell_apart_stay_together():
    """The distance of 0 and the smallest number there is cannot be halved: one cell, which is not cut for ever."""
    found = counted(np.array([0.0, 5e-324]), np.array([True, False]), 4)
    assert found.goods.sum() == found.bads.sum() == 1


def test_half_of_the_cells_lie_within_the_middle_half_of_the_cases():
    """Around a median of 7 with a typical distance of 2: the median is in cell 0, and both quartiles half way out."""
    values = [-np.inf, 7 - 6.0, 7 - 2.0, 7.0, 7 + 2.0, 7 + 6.0, np.inf]
    shares = [-1, -3 / 4, -1 / 2, 0, 1 / 2, 3 / 4, 1]  # 1 - 1 / (1 + 3) is 3 / 4
    frame = nw.from_native(pl.DataFrame({"value": values}))
    found = frame.select(cell=_cell(7.0, 2.0))["cell"].to_list()
    assert found == [share * CELLS for share in shares]
