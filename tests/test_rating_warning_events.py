"""Events beside firm-periods: counted in their month, nothing for others."""

import pandas as pd
import pytest
from engines import ENGINES, plain
from two_tables import in_pandas, of_one_engine

from cmlib.rating import with_event_counts


class TestEventCounts:
    MONTHS = pd.DataFrame(
        {"firm_id": ["A", "A", "B"], "month": pd.to_datetime(["2024-01-01", "2024-02-01", "2024-01-01"])}
    )
    EVENTS = pd.DataFrame(
        {"firm_id": ["A", "A", "A", "A", "C"],
         "date": pd.to_datetime(["2024-01-31", "2024-01-02", "2024-01-05", "2024-03-01", "2024-01-01"]),
         "kind": ["change of people", "change of people", "restructuring", "change of people", "celebration"]}
    )  # fmt: skip

    @pytest.mark.parametrize("engine", ENGINES)
    def test_counts(self, engine):
        months, events = of_one_engine(engine, self.MONTHS, self.EVENTS)
        found = with_event_counts(months, events, ["change of people", "restructuring"])
        found = plain(in_pandas(engine, found), ["firm_id", "month"])
        assert found[["change_of_people", "restructuring"]].values.tolist() == [[2, 1], [0, 0], [0, 0]]

    def test_refuses(self):
        with pytest.raises(ValueError, match="no columns yet; found"):
            with_event_counts(self.MONTHS, self.EVENTS, "month")
        with pytest.raises(ValueError, match="no columns yet"):
            with_event_counts(self.MONTHS, self.EVENTS, [])
        with pytest.raises(LookupError, match=r"needs the columns \['kind'\]"):
            with_event_counts(self.MONTHS, self.EVENTS.drop(columns="kind"), "restructuring")
