"""Fraud as the bank knows it: what customers reported, and what came of it.

Who is robbed finds out within days, as a rule; some never do. And some report what was their own
doing. So a report says much, but nobody has it on the evening of the transaction.

Uses the stream "fraud" 4.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cmlib.synthetic.law import Law
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.rooms import House, Made, Room
from cmlib.synthetic.schema import Column, Table, refers_to

TABLES = (
    Table(
        name="fraud_cases",
        title="Reported fraud",
        meaning="Transactions that a customer reported as fraud, and whether the bank's enquiry confirmed it. "
        "A transaction that is not here was not reported; it may be fraud all the same.",
        key=("transaction_id",),
        columns=(
            Column("transaction_id", "integer", "The transaction.", "交易编号"),
            Column("reported_on", "date", "When the customer reported it; nobody knew before.", "举报日期"),
            Column("confirmed", "boolean", "Whether it was fraud; if not, it was a false alarm.", "是否确认欺诈"),
        ),
        references=refers_to("transaction_id"),
    ),
)


@dataclass(frozen=True)
class FraudReportParameters(Planted):
    """What becomes known, and when."""

    fraud_reported_share: float = 0.92  # of schemes
    fraud_report_a_day: float = 0.35  # the probability of finding out, each day from the last transaction on
    fraud_false_alarm_share: float = 0.05  # of reports


TRUTH = FraudReportParameters()


def make(block: PeopleBlock, house: House) -> Made:
    """The reports up to the last day shown."""
    rng, transactions, fraud = block.stream("fraud", 4), house.table("transactions"), house.truth("fraud")
    ids = transactions["transaction_id"].to_numpy()
    dates = transactions["date"].to_numpy().astype("datetime64[D]")
    stolen = np.isin(ids, fraud["transaction_id"].to_numpy())
    schemes = pd.Series(fraud["scheme"].to_numpy(), index=fraud["transaction_id"].to_numpy())[ids[stolen]].to_numpy()
    robbed = _reports_of_schemes(rng, schemes, dates[stolen])
    known = robbed <= block.calendar.end
    alarms = _false_alarms(rng, transactions, stolen, int(known.sum()))
    alarmed = dates[alarms] + rng.geometric(TRUTH.fraud_report_a_day, len(alarms)) - 1
    frame = pd.DataFrame(
        {
            "transaction_id": np.concatenate([ids[stolen][known], ids[alarms]]),
            "reported_on": np.concatenate([robbed[known], alarmed]),
            "confirmed": np.repeat([True, False], [int(known.sum()), len(alarms)]),
        }
    )
    frame = frame[frame["reported_on"] <= block.calendar.end]
    return Made({"fraud_cases": frame.sort_values("transaction_id", ignore_index=True)}, {})


def _reports_of_schemes(rng, schemes: np.ndarray, dates: np.ndarray) -> np.ndarray:
    """When each stolen transaction is reported: all of a scheme on one day; a day far off for never."""
    number, place = np.unique(schemes, return_inverse=True)
    last = np.full(len(number), np.datetime64("0001-01-01"))
    np.maximum.at(last, place, dates)
    day = last + rng.geometric(TRUTH.fraud_report_a_day, len(number)) - 1
    reported = rng.random(len(number)) < TRUTH.fraud_reported_share
    return np.where(reported, day, np.datetime64("9999-01-01"))[place]


def _false_alarms(rng, transactions: pd.DataFrame, stolen: np.ndarray, reports: int) -> np.ndarray:
    """Places of honest payments that are reported, larger ones the sooner."""
    paid = transactions["kind"].isin(["card payment", "transfer out"]).to_numpy() & ~stolen
    candidates = np.flatnonzero(paid)
    share = TRUTH.fraud_false_alarm_share
    count = min(rng.poisson(reports * share / (1 - share)), len(candidates))
    size = np.abs(transactions["amount"].to_numpy()[candidates])
    # Each waits an exponential time, shorter the larger it is; the first ones are reported.
    wait = np.round(rng.exponential(1.0, len(candidates)), 9) / np.maximum(size, 0.01)
    return candidates[np.argsort(wait, kind="stable")[:count]]


def _too_early(cases: pd.DataFrame, transactions: pd.DataFrame) -> pd.DataFrame:
    both = cases.merge(transactions[["transaction_id", "date"]], on="transaction_id")
    return both[both["reported_on"] < both["date"]]


LAWS = (Law("No fraud is reported before the day of the transaction.", ("fraud_cases", "transactions"), _too_early),)

ROOM = Room("fraud cases", ("fraud_cases",), make, parameters=TRUTH.as_dict())
