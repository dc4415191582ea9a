"""Who asks the bank for a personal loan, when, for how much, and what stands in the application.

The five Cs: character (late payments, enquiries, the officer's mark, taxes), capacity (income, debts),
capital (savings), collateral, conditions (the employer; the economy enters when it is paid back).
"""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.lending.amortisation import AT_THE_END, EQUAL_INSTALMENT, EQUAL_PRINCIPAL, first_payment
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.world.products import BY_ID

PRODUCTS = ("P21", "P22", "P23", "P24")
HOUSE, CONSUMER, CAR, BUSINESS = range(4)
PURPOSES = (
    "home purchase",
    "renovation",
    "durable goods",
    "education",
    "travel and wedding",
    "car purchase",
    "stock for the business",
    "equipment for the business",
)

_MONTHS_BACK = (120, 30, 54, 30)  # a loan of an earlier application would be repaid by now, or nearly so
_A_YEAR = (0.0, 0.110, 0.028, 0.24)  # applications a year and customer; of those who could ask
_HOUSE_NOW, _HOUSE_BEFORE = 0.020, 0.125  # without a mortgage yet; of those who had one when the months began
_TERMS = (
    ((120, 180, 240, 300, 360), (0.22, 0.27, 0.33, 0.10, 0.08)),
    ((12, 24, 36), (0.34, 0.38, 0.28)),
    ((24, 36, 60), (0.22, 0.50, 0.28)),
    ((12, 24, 36), (0.55, 0.25, 0.20)),
)
_LONGEST_WAIT = 40  # days from the application to the money
_STABILITY = np.array([2.8, 2.2, 2.6, 2.7, 3.2, 4.0, 4.4, 4.8, 2.3, 2.7])  # of each employer's industry


@dataclass(frozen=True)
class Applications:
    """The applications of a block, one entry each; money in whole cents."""

    customer: np.ndarray  # place in the block
    kind: np.ndarray  # index into PRODUCTS
    applied: np.ndarray  # datetime64[D]
    wait: np.ndarray  # days until the money would be paid out
    purpose: np.ndarray  # index into PURPOSES
    amount: np.ndarray
    term: np.ndarray
    plan: np.ndarray
    basis_points: np.ndarray
    monthly_payment: np.ndarray
    declared_income: np.ndarray
    verified_income: np.ndarray
    other_debt: np.ndarray
    savings: np.ndarray
    late_payments: np.ndarray
    enquiries: np.ndarray
    years_at_address: np.ndarray
    years_in_job: np.ndarray
    stability: np.ndarray  # of the employer, 1 to 5
    collateral: np.ndarray  # value offered; 0: none
    guarantor: np.ndarray  # whether one is offered
    character: np.ndarray  # the officer's mark, 1 to 5
    taxes: np.ndarray

    def __len__(self):
        return len(self.customer)

    def chosen(self, places: np.ndarray) -> "Applications":
        """Some of the applications."""
        return Applications(**{name: values[places] for name, values in vars(self).items()})


def apply(block: PeopleBlock) -> Applications:
    """The applications of a block in the order of their dates."""
    rng, people = block.stream("lending", 0), block.people
    who, kind, day = _who_and_when(block, rng)
    order = np.lexsort((kind, who, day))
    who, kind, day = who[order], kind[order], day[order]
    count, applied = len(who), block.calendar.first_days[0] + day

    def normal():
        return np.round(rng.standard_normal(count), 6)

    def grows(x):
        return np.round(np.exp(x), 6)

    care = people.care[who]
    income = people.income[who]
    verified = np.round(income * np.clip(0.96 + 0.05 * normal(), 0.75, 1.05), -2)
    declared = np.round(verified * (1 + np.maximum(0.05 - 0.05 * care + 0.06 * normal(), 0)), -2)
    age = np.round(people.age(block.calendar.first_days[0])[who] + day / 365.25, 6)
    term = _term(rng, kind, age)
    plan = np.select(
        [kind == HOUSE, kind == BUSINESS],
        [
            np.where(rng.random(count) < 0.25, EQUAL_PRINCIPAL, EQUAL_INSTALMENT),
            np.where((rng.random(count) < 0.6) & (term == 12), AT_THE_END, EQUAL_INSTALMENT),
        ],
        EQUAL_INSTALMENT,
    )
    months_of_income = np.select(
        [kind == HOUSE, kind == CONSUMER, kind == CAR],
        [
            np.minimum(52 * grows(0.28 * normal()), 0.50 * term),
            np.minimum(4.2 * grows(0.50 * normal()), 0.42 * term),
            np.minimum(9.0 * grows(0.35 * normal()), 0.36 * term),
        ],
        np.minimum(9.5 * grows(0.55 * normal()), 0.7 * term),
    )
    step = np.where(kind == HOUSE, 10_000, 1_000)
    amount = np.maximum(np.rint(months_of_income * verified / step), 5).astype(np.int64) * step * 100
    basis_points = _basis_points(rng, kind, care)
    collateral = _collateral(rng, kind, amount)
    return Applications(
        customer=who,
        kind=kind,
        applied=applied,
        wait=np.where(kind == HOUSE, rng.integers(12, _LONGEST_WAIT + 1, count), rng.integers(1, 11, count)),
        purpose=_purpose(rng, kind),
        amount=amount,
        term=term,
        plan=plan,
        basis_points=basis_points,
        monthly_payment=first_payment(amount, basis_points, term, plan),
        declared_income=_cents(declared),
        verified_income=_cents(verified),
        other_debt=_cents(
            np.round(verified * np.where(rng.random(count) < 0.55, 0, 0.10 * grows(0.6 * normal() - 0.15 * care)), -1)
        ),
        savings=_cents(np.round(np.minimum(1.3 * people.wealth[who] * grows(0.5 * normal()), 5e7) + 500, -2)),
        late_payments=np.minimum(rng.poisson(grows(-0.75 - 0.75 * care)), 12),
        enquiries=rng.poisson(grows(0.35 - 0.25 * care + 0.3 * normal())),
        years_at_address=np.round(np.minimum(rng.gamma(1.5, 4.0, count) + 0.2, 0.8 * age), 1),
        years_in_job=_years_in_job(rng, people, who, day),
        stability=_stability(block, who, normal()),
        collateral=collateral,
        guarantor=(collateral == 0)
        & (rng.random(count) < np.select([kind == CONSUMER, kind == CAR], [0.16, 1.0], 0.5)),
        character=np.clip(np.rint(np.round(3.3 + 0.65 * care + 0.55 * normal(), 6)), 1, 5).astype(int),
        taxes=rng.random(count) < 0.93 + 0.05 * np.clip(care, -2, 1),
    )


def _who_and_when(block, rng):
    """Customer, kind of loan and day (from the first day shown on) of each application."""
    people, calendar, count = block.people, block.calendar, block.count
    start = calendar.first_days[0]
    end = np.where(block.life.left_month >= 0, calendar.first_days[block.life.left_month], calendar.end + 1)
    last = (end - start).astype(int) - _LONGEST_WAIT - 1
    joined = (people.joined - start).astype(int) + 1
    adult = (people.birth - start).astype(int) + 8_036  # the twenty-second birthday
    self_employed = (people.occupation == 5) | (people.occupation == 6)
    earning = people.occupation != 8
    could = (earning & (people.home != 0), earning, earning & (people.occupation != 9), self_employed)
    found = []
    for kind in range(len(PRODUCTS)):
        draw, place = rng.random(count), rng.random(count)
        first = np.maximum(np.maximum(joined, adult), -int(30.4 * _MONTHS_BACK[kind]))
        if kind == HOUSE:  # who has a mortgage when the months begin asked for it before, the others after
            first = np.where(people.home == 1, first, np.maximum(first, 0))
            until = np.where(people.home == 1, np.minimum(last, -_LONGEST_WAIT), last)
            rate = np.where(people.home == 1, _HOUSE_BEFORE, _HOUSE_NOW)
        else:
            until, rate = last, _A_YEAR[kind]
        days = np.maximum(until - first, 0)
        chance = np.round(1 - np.exp(-rate * days / 365.25), 6)
        who = np.flatnonzero(could[kind] & (draw < chance))
        found.append((who, np.full(len(who), kind), first[who] + np.floor(place[who] * days[who]).astype(int)))
    return (np.concatenate(column) for column in zip(*found, strict=True))


def _term(rng, kind, age):
    term = np.zeros(len(kind), dtype=int)
    for code, (terms, shares) in enumerate(_TERMS):
        term = np.where(kind == code, rng.choice(terms, size=len(kind), p=shares), term)
    years = np.where(age < 60, 70 - age, 10)  # repaid by seventy, or within ten years
    return np.where(kind == HOUSE, np.minimum(term, np.maximum(np.floor(years / 5).astype(int) * 60, 120)), term)


def _basis_points(rng, kind, care):
    listed = np.array([round(BY_ID[product].rate * 10_000) for product in PRODUCTS])[kind]
    spread = np.array([12, 70, 40, 50])[kind] * np.clip(0.35 - 0.4 * care + rng.uniform(-0.5, 0.5, len(kind)), -1, 2)
    return (listed + np.rint(np.round(spread / 5, 6)) * 5).astype(np.int64)


def _collateral(rng, kind, amount):
    """Value of what is offered, in cents: a house, a car, something of the business, savings on deposit."""
    count = len(kind)
    loan_to_value = np.select(
        [kind == HOUSE, kind == CAR, kind == BUSINESS],
        [
            np.clip(0.40 + 0.30 * rng.beta(2.0, 1.6, count), 0.40, 0.70),
            rng.uniform(0.55, 0.85, count),
            rng.uniform(0.40, 0.90, count),
        ],
        rng.uniform(0.60, 0.95, count),
    )
    offers = rng.random(count) < np.array([1.0, 0.07, 0.90, 0.62])[kind]
    value = np.ceil(amount / np.round(loan_to_value, 4) / 100_000).astype(np.int64) * 100_000
    return np.where(offers, value, 0)


def _purpose(rng, kind):
    draw = rng.random(len(kind))
    consumer = np.searchsorted([0.42, 0.66, 0.82], draw, side="right") + 1
    return np.select([kind == HOUSE, kind == CONSUMER, kind == CAR], [0, consumer, 5], np.where(draw < 0.6, 6, 7))


def _years_in_job(rng, people, who, day):
    """In the job of today if it had begun; else in the one before."""
    now, before = people.years_in_job[who] + np.minimum(day, 0) / 365.25, rng.gamma(1.5, 2.5, len(who)) + 0.3
    return np.round(np.where(people.years_in_job[who] == 0, 0, np.where(now > 0.1, now, before)), 1)


def _stability(block, who, luck):
    """How safe the employer makes the income; a pension is safe, an own business is not."""
    people = block.people
    base = _STABILITY[people.employer_industry[who]]
    occupation = people.occupation[who]
    base = np.select([occupation == 4, occupation == 9, (occupation == 5) | (occupation == 6)], [4.8, 4.3, 2.3], base)
    return np.clip(np.rint(np.round(base + 0.6 * luck, 6)), 1, 5).astype(int)


def _cents(amount):
    return np.rint(amount).astype(np.int64) * 100
