"""Fraud and laundering as planted: inside the customers' time, out of money that is there, as often as said."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from banks import bank

from cmlib.datasets import SEED
from cmlib.synthetic.accounts import fraud, laundering, lookalikes
from cmlib.synthetic.accounts.movements import CHANNEL, COUNTERPARTY, KIND, Movements

SEEDS = (SEED, 3, 19)
SIZES = ({"customers": 100, "months": 12}, {"customers": 1_001}, {"customers": 700, "months": 60})


@pytest.fixture(params=SEEDS)
def seed(request):
    return request.param


def people_blocks(made):
    return [made.people_block(number) for number in range(-(-made.customers // 1_000))]


def moment(movements: Movements) -> np.ndarray:
    return movements.date.astype("datetime64[s]") + movements.second


def plenty(block) -> np.ndarray:
    """Ten million CNY to spare for everybody in every month."""
    return np.full((block.calendar.months, block.count), 10**9)


def everybody(block) -> np.ndarray:
    """Everybody has mobile banking."""
    return np.ones((block.calendar.months, block.count), dtype=bool)


# ---- what is planted holds together -------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", SIZES)
def test_every_movement_lies_inside_the_customers_time_and_is_well_formed(sizes):
    made = bank(5, firms=10, **sizes)
    for block in people_blocks(made):
        left = block.life.left_month
        last = np.where(left >= 0, made.calendar.last_days[left] - 1, made.calendar.end)  # the last day is for closing
        for planted, labels in (
            (fraud.plant(block, plenty(block), everybody(block)), ("scheme", "kind", "role")),
            (laundering.plant(block, everybody(block)), ("ring", "role")),
        ):
            moved = planted.movements
            assert all(len(getattr(planted, name)) == len(moved) for name in labels)
            assert np.all(moved.date >= block.people.joined[moved.customer])
            assert np.all((moved.date >= made.calendar.first_days[0]) & (moved.date <= last[moved.customer]))
            assert np.all((moved.second >= 0) & (moved.second < 86_400))
            assert np.all(moved.amount != 0)
            assert np.all(moved.holding == -1)
            assert moved.amount.dtype.kind == "i"
            assert np.array_equal(moved.other >= 0, moved.counterparty == COUNTERPARTY["customer"])


def test_an_episode_takes_no_more_than_is_there():
    block = bank(SEED).people_block(0)
    rng = np.random.default_rng(1)
    spare = rng.integers(0, 2_000_000, (36, 1_000))
    planted = fraud.plant(block, spare, everybody(block))
    moved = planted.movements
    assert np.all(moved.amount < 0)
    month = moved.date.astype("datetime64[M]").astype(int) - block.calendar.starts[0].astype(int)
    taken = pd.Series(-moved.amount).groupby([moved.customer, month]).sum()
    assert taken.index.get_level_values(0).is_unique, "a customer has one episode, inside one month"
    assert np.all(taken <= spare[taken.index.get_level_values(1), taken.index.get_level_values(0)])
    assert len(fraud.plant(block, 0 * spare, everybody(block)).movements) == 0


@pytest.mark.parametrize("sizes", SIZES)
def test_what_goes_out_for_a_ring_or_its_lookalikes_came_in_before(sizes):
    for block in people_blocks(bank(5, firms=10, **sizes)):
        moved = laundering.plant(block, everybody(block)).movements
        order = np.lexsort((-moved.amount, moment(moved), moved.customer))
        running = pd.Series(moved.amount[order]).groupby(moved.customer[order]).cumsum()
        assert (running >= 0).all()


def test_a_transfer_between_customers_is_two_movements():
    block = bank(SEED).people_block(0)
    moved = laundering.plant(block, everybody(block)).movements
    inside = moved.other >= 0
    sent, got = inside & (moved.amount < 0), inside & (moved.amount > 0)
    one = sorted(zip(moved.customer[sent], moved.other[sent], moment(moved)[sent], -moved.amount[sent], strict=True))
    two = sorted(zip(moved.other[got], moved.customer[got], moment(moved)[got], moved.amount[got], strict=True))
    assert one == two
    assert np.all(moved.kind[sent] == KIND["transfer out"])
    assert np.all(moved.kind[got] == KIND["transfer in"])
    assert len(one) > 100


@pytest.mark.parametrize("customers", [100, 1_000])
def test_rings_have_six_to_ten_members_who_bring_cash_under_the_threshold_and_close_the_circle(customers):
    p = laundering.TRUTH
    for start in range(4):
        block = bank(start, firms=10, customers=customers).people_block(0)
        planted = laundering.plant(block, everybody(block))
        moved = planted.movements
        assert planted.ring.max() + 1 == max(1, p.laundering_rings_a_thousand * customers / 1_000)
        taken = []
        for ring in range(planted.ring.max() + 1):
            mine = planted.ring == ring
            members = set(moved.customer[mine])
            assert 6 <= len(members) <= 10
            taken += members
            cash = moved.amount[mine & (moved.kind == KIND["cash deposit"])] / 100
            assert cash.min() >= p.laundering_least_deposit
            assert cash.max() <= p.laundering_most_deposit < laundering.REPORTING_THRESHOLD
            paid = mine & (moved.other >= 0) & (moved.amount < 0)
            graph = nx.DiGraph(zip(moved.customer[paid], moved.other[paid], strict=True))
            assert nx.is_strongly_connected(graph)
            assert set(graph) == members
            days = moved.date[mine].max() - moved.date[mine].min()
            assert np.timedelta64(40) < days < np.timedelta64(92)
        assert len(taken) == len(set(taken)), "nobody is in two rings"


# ---- planted frequencies ------------------------------------------------------------------------------------------


def test_how_often_schemes_and_lookalikes_begin(seed, recovers):
    found, exposed = np.zeros(2), 0
    for block in people_blocks(bank(seed)):
        planted = fraud.plant(block, plenty(block), everybody(block))
        moved = planted.movements
        month = moved.date.astype("datetime64[M]").astype(int) - block.calendar.starts[0].astype(int)
        until = np.full(block.count, 36)
        until[moved.customer] = month  # at most one episode: afterwards nobody is at risk
        at_risk = block.life.present() & (block.people.joined <= block.calendar.first_days[:, None])
        exposed += (at_risk & (np.arange(36)[:, None] <= until)).sum()
        found += [len(set(moved.customer[mine])) for mine in (planted.scheme >= 0, planted.scheme < 0)]
    for name, count in zip(("fraud_schemes_a_month", "fraud_lookalikes_a_month"), found, strict=True):
        error = np.sqrt(count) / exposed
        recovers(name, getattr(fraud.TRUTH, name), count / exposed, error, method="events by months at risk", seed=seed)


def test_what_shop_owners_bring(seed, recovers):
    p, logs, owners, able, times, months = lookalikes.TRUTH, [], 0, 0, 0, 0
    for block in people_blocks(bank(seed)):
        planted = laundering.plant(block, everybody(block))
        moved = planted.movements
        cash = (planted.ring < 0) & (moved.kind == KIND["cash deposit"])
        counts = np.bincount(moved.customer[cash], minlength=block.count)
        trades = np.isin(block.people.occupation, (5, 6)) & block.life.present().all(axis=0)
        trades &= block.people.joined <= block.calendar.first_days[0]
        logs.append(np.log(moved.amount[cash] / 100))
        owners, able = owners + (counts[trades] > 0).sum(), able + trades.sum()
        times, months = times + counts[trades].sum(), months + 36 * (counts[trades] > 0).sum()
    logs, share = np.concatenate(logs), owners / able
    for name, found, error in (
        ("shop_owner_share", share, np.sqrt(share * (1 - share) / able)),
        ("shop_deposits_a_month", times / months, np.sqrt(times) / months),
        ("shop_deposit_spread", logs.std(), logs.std() / np.sqrt(2 * len(logs))),
    ):
        recovers(name, getattr(p, name), found, error, method="observed frequency", seed=seed)
    middle, error = np.exp(logs.mean()), np.exp(logs.mean()) * logs.std() / np.sqrt(len(logs))
    recovers("shop_deposit_median", p.shop_deposit_median, middle, error, method="geometric mean", seed=seed)


def test_who_has_no_mobile_banking_uses_none():
    block = bank(SEED).people_block(0)
    nobody = ~everybody(block)
    for planted in (fraud.plant(block, plenty(block), nobody), laundering.plant(block, nobody)):
        assert CHANNEL["mobile banking"] not in planted.movements.channel
        assert CHANNEL["internet banking"] in planted.movements.channel


def test_channels_of_cash_are_counters_and_machines():
    block = bank(SEED).people_block(1)
    planted = laundering.plant(block, everybody(block))
    cash = planted.movements.counterparty == COUNTERPARTY["cash"]
    assert set(planted.movements.channel[cash]) == {CHANNEL["counter"], CHANNEL["cash machine"]}
