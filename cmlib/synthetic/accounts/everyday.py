"""Everyday money on the current account: salary, card payments, cash, bills, transfers, fees.

How much passes through the account follows the customer's activity; who is paid his salary here uses the
bank as his first one. A drifting customer uses the account a third as much, and many move their salary away.
"""

import numpy as np

from cmlib.synthetic.accounts.days import days_of
from cmlib.synthetic.accounts.movements import CHANNEL, COUNTERPARTY, KIND, Movements
from cmlib.synthetic.accounts.scene import Scene, Windows
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.people.life import DRIFTING
from cmlib.synthetic.people.words import LIFESTYLES, MOTIVES, OCCUPATIONS

#: Merchant -> part of card payments, and the middle amount in CNY at a monthly income of 7,000.
MERCHANTS = {
    "groceries": (0.25, 65),
    "restaurants": (0.19, 85),
    "clothing": (0.08, 230),
    "transport": (0.13, 30),
    "travel": (0.03, 650),
    "health": (0.05, 160),
    "education": (0.03, 600),
    "electronics": (0.03, 1_100),
    "entertainment": (0.06, 90),
    "luxury goods": (0.01, 3_000),
    "online marketplace": (0.14, 120),
}
_LIKED = {
    "family": ("groceries", "education"),
    "career": ("restaurants", "clothing"),
    "travel and leisure": ("travel", "entertainment"),
    "health and sport": ("health", "groceries"),
    "collecting and culture": ("luxury goods", "education"),
    "thrift": ("groceries", "online marketplace"),
}
_BILLS = {"utilities": (0.55, 170), "telecoms": (0.35, 75), "rent": (0.10, 2_400)}
_SALARY_DAYS = np.array([5, 8, 10, 15, 25])
_NO_SALARY = ("student", "self-employed", "business owner", "farmer")
_CASH_BUSINESS = ("self-employed", "business owner", "farmer")


def draw_everyday(rng: np.random.Generator, block: PeopleBlock, window: Windows) -> list[Movements]:
    """All everyday movements, in no order."""
    people, days = block.people, days_of(block.calendar)
    job = np.array(OCCUPATIONS, dtype=object)[people.occupation]
    bank = logistic(-0.45 + 0.9 * people.activity)
    paid_here = (rng.random(block.count) < bank) & ~np.isin(job, _NO_SALARY)
    active = np.exp(np.clip(0.50 * people.activity, -1.2, 1.2)) * np.where(paid_here, 1.25, 0.6)
    motive = {word: people.motive == code for code, word in enumerate(MOTIVES)}
    digital = np.clip(people.digital, -2, 2)
    new_year = days.before_new_year[:, None]
    scene = Scene(rng, block, days, window)

    card_rate = 1.40 * active * (1 + 0.80 * motive["convenience"] - 0.60 * motive["privacy"])
    cash_rate = 0.22 * active * np.exp(-0.35 * digital) * (1 + 2.0 * motive["privacy"])
    takings = 0.30 * active * np.isin(job, _CASH_BUSINESS) + 0.02
    friends_rate = 0.05 * active * np.exp(0.35 * np.clip(people.sociability, -2, 2))
    by_month = days.spending_by_month[:, None]
    return [
        _salary(scene, paid_here),
        _card(scene, scene.events(card_rate * by_month * window.has_card)),
        _cash_out(scene, scene.events(cash_rate * np.where(new_year, 2.0, 1.0))),
        _cash_in(scene, scene.events(takings)),
        _bills(scene, scene.events(0.36 * active)),
        _transfers(scene, scene.events(0.14 * active * np.where(new_year, 1.5, 1.0)), -1),
        _transfers(scene, scene.events(0.09 * active * np.where(new_year, 1.5, 1.0)), 1),
        *_between_customers(scene, scene.events(friends_rate)),
        _card_fee(scene),
    ]


def _salary(scene: Scene, paid_here: np.ndarray) -> Movements:
    rng, block = scene.rng, scene.block
    moves_away = rng.random(block.count) < 0.5
    drifting = block.life.state == DRIFTING
    payday = np.minimum(
        _SALARY_DAYS[rng.integers(0, len(_SALARY_DAYS), block.count)] - 1 + scene.days.first[:, None],
        scene.days.last[:, None],
    )
    inside = (payday >= scene.window.first) & (payday <= scene.window.last) & block.life.present()
    month, customer = np.nonzero(inside & paid_here & ~(drifting & moves_away))
    bonus = np.where(scene.days.before_new_year[month], 1.8, 1.0)
    income = block.people.income[customer] * bonus
    amount = np.rint(np.round(100 * income * (0.97 + 0.06 * rng.random(len(customer))), 4)).astype(np.int64)
    second = rng.integers(6 * 3_600, 12 * 3_600, len(customer))
    return scene.movements(
        customer,
        payday[month, customer],
        second,
        amount,
        KIND["salary"],
        CHANNEL["automatic"],
        COUNTERPARTY["employer"],
    )


_SHARES, _MIDDLES = np.array(list(MERCHANTS.values())).T
_MERCHANT_CODES = np.array([COUNTERPARTY[merchant] for merchant in MERCHANTS])
_LIKING = np.array([[2.2 if merchant in _LIKED[style] else 1.0 for merchant in MERCHANTS] for style in LIFESTYLES])
_CHANCES = np.cumsum(_SHARES * _LIKING, axis=1)
_CHANCES = np.round(_CHANCES / _CHANCES[:, -1:], 6)


def _card(scene: Scene, events) -> Movements:
    customer, month = events
    rng, people, count = scene.rng, scene.people, len(events[0])
    style = people.lifestyle[customer]
    # One search finds the merchant in the row of chances of each lifestyle.
    rows = (_CHANCES + np.arange(len(LIFESTYLES))[:, None]).ravel()
    merchant = np.searchsorted(rows, style + rng.random(count), side="right") - style * len(MERCHANTS)
    merchant = np.minimum(merchant, len(MERCHANTS) - 1)
    middle = _MIDDLES[merchant] * np.sqrt(people.income[customer] / 7_000)
    online = merchant == list(MERCHANTS).index("online marketplace")
    phone = scene.window.has_mobile[month, customer] & (
        online | (rng.random(count) < 0.25 + 0.2 * people.digital[customer])
    )
    channel = np.where(
        phone, CHANNEL["mobile banking"], np.where(online, CHANNEL["internet banking"], CHANNEL["card terminal"])
    )
    strange = rng.random(count)
    device = np.where(phone | online, np.where(strange < 0.012, 1 + (strange * 250).astype(np.int64), 0), -1)
    amount = -np.maximum(scene.cents(count, middle, 0.65), 100)
    return scene.movements(
        customer,
        scene.day(customer, month),
        scene.second(count),
        amount,
        KIND["card payment"],
        channel,
        _MERCHANT_CODES[merchant],
        device,
    )


def _cash_out(scene: Scene, events) -> Movements:
    customer, month = events
    count = len(customer)
    middle = np.where(scene.days.before_new_year[month], 1_500, 700) * np.sqrt(scene.people.income[customer] / 7_000)
    amount = np.maximum(scene.cents(count, middle, 0.7) // 10_000, 1) * 10_000
    machine = scene.window.has_card[month, customer] & (amount <= 2_000_000) & (scene.rng.random(count) < 0.88)
    channel = np.where(machine, CHANNEL["cash machine"], CHANNEL["counter"])
    day, second = _at_counter(scene, customer, month, ~machine)
    return scene.movements(customer, day, second, -amount, KIND["cash withdrawal"], channel, COUNTERPARTY["cash"])


def _cash_in(scene: Scene, events) -> Movements:
    customer, month = events
    count = len(customer)
    middle = 1_800 * np.sqrt(scene.people.income[customer] / 7_000)
    amount = np.maximum(scene.cents(count, middle, 0.8) // 5_000, 1) * 5_000
    counter = scene.rng.random(count) < 0.4
    channel = np.where(counter, CHANNEL["counter"], CHANNEL["cash machine"])
    day, second = _at_counter(scene, customer, month, counter)
    return scene.movements(customer, day, second, amount, KIND["cash deposit"], channel, COUNTERPARTY["cash"])


def _bills(scene: Scene, events) -> Movements:
    customer, month = events
    count = len(customer)
    shares, middles = np.array(list(_BILLS.values())).T
    which = np.searchsorted(np.round(np.cumsum(shares), 6), scene.rng.random(count), side="right")
    amount = scene.cents(count, middles[which] * np.sqrt(scene.people.income[customer] / 7_000), 0.35)
    automatic = scene.rng.random(count) < 0.35
    channel, device = scene.remote(customer, month, counter_share=1.6)
    channel, device = np.where(automatic, CHANNEL["automatic"], channel), np.where(automatic, -1, device)
    day, second = _at_counter(scene, customer, month, channel == CHANNEL["counter"])
    code = np.array([COUNTERPARTY[word] for word in _BILLS])[which]
    return scene.movements(customer, day, second, -amount, KIND["bill payment"], channel, code, device)


def _transfers(scene: Scene, events, sign: int) -> Movements:
    customer, month = events
    count = len(customer)
    amount = np.maximum(scene.cents(count, 900 * scene.people.income[customer] / 7_000, 1.0) // 1_000, 1) * 1_000
    if sign > 0:
        channel, device = CHANNEL["automatic"], -1
        day, second = scene.day(customer, month), scene.second(count)
    else:
        channel, device = scene.remote(customer, month)
        day, second = _at_counter(scene, customer, month, channel == CHANNEL["counter"])
    kind = KIND["transfer in" if sign > 0 else "transfer out"]
    return scene.movements(customer, day, second, sign * amount, kind, channel, COUNTERPARTY["other bank"], device)


def _between_customers(scene: Scene, events) -> list[Movements]:
    """A customer pays one of three acquaintances at this bank: two movements at the same moment."""
    payer, month = events
    count = scene.block.count
    if count == 1:
        return []
    friends = (np.arange(count) + scene.rng.integers(1, count, (3, count))) % count
    payee = friends[scene.rng.integers(0, 3, len(payer)), payer]
    day, second = scene.day(payer, month), scene.second(len(payer))
    there = (
        (scene.window.usage[month, payee] > 0)
        & (day > scene.window.first[month, payee])
        & (day <= scene.window.last[month, payee])
    )
    payer, payee, month, day, second = (part[there] for part in (payer, payee, month, day, second))
    amount = np.maximum(scene.cents(len(payer), 350, 1.0) // 1_000, 1) * 1_000
    channel, device = scene.remote(payer, month, counter_share=0.0)
    code = COUNTERPARTY["customer"]
    out = scene.movements(payer, day, second, -amount, KIND["transfer out"], channel, code, device, payee)
    into = scene.movements(payee, day, second, amount, KIND["transfer in"], CHANNEL["automatic"], code, -1, payer)
    return [out, into]


def _card_fee(scene: Scene) -> Movements:
    """Ten CNY a year for the debit card, in the month in which the customer joined."""
    joined = scene.people.joined.astype("datetime64[M]")
    turn = (scene.block.calendar.starts[:, None] - joined).astype(np.int64) % 12 == 0
    month, customer = np.nonzero(turn & scene.window.has_card & (scene.window.usage > 0))
    day = scene.window.last[month, customer]
    second = scene.rng.integers(1, 3_600, len(customer))
    amount = np.full(len(customer), -1_000)
    return scene.movements(customer, day, second, amount, KIND["fee"], CHANNEL["automatic"], COUNTERPARTY["the bank"])


def _at_counter(scene: Scene, customer, month, at_counter) -> tuple[np.ndarray, np.ndarray]:
    """Day and second: any day, but in opening hours where it is done at the counter."""
    day = scene.day(customer, month)
    return day, np.where(at_counter, scene.second(len(day), 9, 17), scene.second(len(day)))
