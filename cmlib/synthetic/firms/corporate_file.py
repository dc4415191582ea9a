"""The corporate customer file as it ought to be: who the firms are, beside their books."""

from dataclasses import dataclass

import numpy as np

from cmlib.synthetic.firms import ownership
from cmlib.synthetic.firms.block import FirmBlock
from cmlib.synthetic.firms.books import total
from cmlib.synthetic.firms.corporate_words import FIRM_MOTIVES, LEGAL_FORMS, NEEDS, PROJECTS, SIZE_CLASSES
from cmlib.synthetic.firms.relations import last_year_end
from cmlib.synthetic.identifiers import FIRM_BLOCK
from cmlib.synthetic.planted import Planted
from cmlib.synthetic.world.industry_norms import INDUSTRIES

_STREAM = 0

#: Yearly sales for each person employed, CNY, and the size of each industry's market that a firm of it sells in.
_SALES_PER_HEAD = np.array([1.05, 0.55, 1.90, 0.95, 1.15, 0.85, 0.95, 4.20]) * 1e6
_MARKET = np.array([9.0, 14.0, 7.0, 4.0, 9.0, 7.0, 6.0, 20.0]) * 1e9
_EXPORTS = np.array([0.08, 0.28, 0.12, 0.02, 0.16, 0.20, 0.30, 0.10])  # mean part of sales
_EXPORTS_OF_FOREIGN = 0.20  # more, where the owners are foreign

#: Size classes by persons and sales in CNY: the least of a large and of a medium firm. Both must be reached.
#: Source: National Bureau of Statistics of China (2017), 统计上大中小微型企业划分办法: industry, and wholesale.
_LARGE = {"industry": (1_000, 4e8), "wholesale trade": (200, 4e8)}
_MEDIUM = {"industry": (300, 2e7), "wholesale trade": (20, 5e7)}

_FOREIGN, _STATE, _COLLECTIVE = 2, 1, 3


@dataclass(frozen=True)
class NeedParameters(Planted):
    """What is added to the log-odds of a need against a deposit-led one, and to the log-odds of that itself."""

    need_asset: float = 0.60
    need_intermediary: float = -0.20
    need_extended: float = -0.90
    need_deposit_state: float = 1.30
    need_asset_private: float = 0.90
    need_asset_small: float = 0.80
    need_intermediary_foreign: float = 2.20
    need_extended_large: float = 1.40
    need_extended_group: float = 2.60


TRUTH = NeedParameters()


@dataclass(frozen=True)
class CorporateFile:
    """The true values of the firms shown: arrays of one entry a firm. Words are indices into `corporate_words`."""

    customer_since: np.ndarray  # datetime64[D]
    legal_form: np.ndarray
    registered_capital: np.ndarray  # CNY
    paid_in_capital: np.ndarray
    employees: np.ndarray
    size_class: np.ndarray
    shareholders: np.ndarray
    largest_shareholder_share: np.ndarray
    market_share: np.ndarray
    top_five_customer_share: np.ndarray
    export_share: np.ndarray
    main_project: np.ndarray  # -1: none
    project_amount: np.ndarray  # CNY; missing if none
    debts_elsewhere: np.ndarray  # CNY
    needs: np.ndarray
    motive_noted: np.ndarray


def true_file(block: FirmBlock, our_loans: np.ndarray) -> CorporateFile:
    """The file of a block at the end of the last year of statements; ``our_loans`` is what each firm owes us, CNY."""
    rng, shown, drivers = block.stream("corporate file", _STREAM), slice(None, block.count), block.drivers
    books = {name: cents / 100 for name, cents in block.true_books[last_year_end(block)].items()}
    normal = np.round(rng.standard_normal((5, FIRM_BLOCK)), 6)
    draw = np.round(rng.random((8, FIRM_BLOCK)), 6)
    sales = total("revenue", books)
    wholesale = drivers.industry == len(INDUSTRIES) - 1
    employees = np.maximum(np.rint(sales / _SALES_PER_HEAD[drivers.industry] * _grows(0.30 * normal[0])), 6)
    parent, owners, largest = _owners(block)
    size = _size_class(employees[shown], sales[shown], wholesale[shown], parent)
    exports = _EXPORTS[drivers.industry] + _EXPORTS_OF_FOREIGN * (drivers.ownership == _FOREIGN)
    exports = np.where(draw[0] < 0.35, 0.0, np.clip(exports * _grows(0.6 * normal[1]) * 1.3, 0.01, 0.95))
    market_share = sales / _MARKET[drivers.industry] * _grows(0.35 * normal[2])
    top_five = 0.38 + 0.16 * normal[3] - 0.03 * (drivers.sales > 5e8)
    paid_in = np.round(books["paid_in_capital"], -2)
    has_project = draw[2] < np.clip(0.45 + 0.10 * drivers.ambition, 0.1, 0.8)
    loans = sum(books[name] for name in ("short_term_debt", "current_portion_of_long_term_debt", "long_term_debt"))
    return CorporateFile(
        customer_since=_since(block, draw[3], draw[4])[shown],
        legal_form=_legal_form(drivers.ownership, draw[5])[shown],
        registered_capital=(paid_in * np.select([draw[1] < 0.6, draw[1] < 0.85], [1.0, 1.25], 2.0))[shown],
        paid_in_capital=paid_in[shown],
        employees=employees[shown].astype(int),
        size_class=size,
        shareholders=owners,
        largest_shareholder_share=largest,
        market_share=np.clip(np.round(market_share, 4), 0.0001, 0.60)[shown],
        top_five_customer_share=np.round(np.clip(top_five, 0.05, 0.97), 2)[shown],
        export_share=np.round(exports, 2)[shown],
        main_project=np.where(has_project, np.floor(draw[6] * len(PROJECTS)), -1).astype(int)[shown],
        project_amount=np.where(has_project, np.round(sales * 0.10 * _grows(0.7 * normal[4]), -4) + 1e5, np.nan)[shown],
        debts_elsewhere=np.maximum(np.round(loans[shown] - our_loans, -2), 0),
        needs=_needs(block, size),
        motive_noted=np.floor(draw[7] * len(FIRM_MOTIVES)).astype(int)[shown],
    )


def _grows(x: np.ndarray) -> np.ndarray:
    return np.round(np.exp(x), 6)


def _owners(block: FirmBlock) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whether each firm heads a group, how many owners it has, and the share of the largest."""
    owned = ownership.ownership(block)
    controllers = ownership.controllers(ownership.direct_shares(block, owned))
    controls = np.bincount(controllers, minlength=block.count)
    owners = np.bincount(owned.firm, minlength=block.count)
    largest = np.zeros(block.count)
    np.maximum.at(largest, owned.firm, owned.share / ownership.UNITS)
    return controls > 1, owners, largest


def _size_class(employees, sales, wholesale, parent) -> np.ndarray:
    def reaches(limits):
        persons = np.where(wholesale, limits["wholesale trade"][0], limits["industry"][0])
        least = np.where(wholesale, limits["wholesale trade"][1], limits["industry"][1])
        return (employees >= persons) & (sales >= least)

    names = {name: code for code, name in enumerate(SIZE_CLASSES)}
    return np.select(
        [parent, reaches(_LARGE), reaches(_MEDIUM)],
        [names["group"], names["large"], names["medium"]],
        names["small"],
    )


def _since(block: FirmBlock, when: np.ndarray, day: np.ndarray) -> np.ndarray:
    """A day after the firm was founded and before the year of its first statements."""
    founded = block.drivers.founded
    year = founded + 1 + np.floor(when * (block.first_year - 1 - founded)).astype(int)
    first = np.minimum(year, block.first_year - 1) - 1970
    return first.astype("datetime64[Y]").astype("datetime64[D]") + np.floor(day * 365).astype(int)


def _legal_form(owners: np.ndarray, draw: np.ndarray) -> np.ndarray:
    forms = {name: code for code, name in enumerate(LEGAL_FORMS)}
    limited, stock = forms["limited company"], forms["joint-stock company"]
    return np.select(
        [owners == _STATE, owners == _COLLECTIVE],
        [
            np.where(draw < 0.55, forms["state-owned company"], np.where(draw < 0.8, limited, stock)),
            np.where(draw < 0.4, forms["partnership"], limited),
        ],
        np.where(draw < 0.12, stock, np.where(draw < 0.95, limited, forms["partnership"])),
    )


def _needs(block: FirmBlock, size: np.ndarray) -> np.ndarray:
    """A multinomial logit: the largest of four appeals, each with noise of its own."""
    p, owner = TRUTH, block.drivers.ownership[: block.count]
    appeal = np.column_stack(
        [
            p.need_deposit_state * (owner == _STATE),
            p.need_asset + p.need_asset_private * (owner == 0) + p.need_asset_small * (size == 0),
            p.need_intermediary + p.need_intermediary_foreign * (owner == _FOREIGN),
            p.need_extended + p.need_extended_large * (size == 2) + p.need_extended_group * (size == 3),
        ]
    )
    noise = np.round(block.stream("corporate file", _STREAM, 1).gumbel(size=(FIRM_BLOCK, len(NEEDS))), 6)
    return np.argmax(appeal + noise[: block.count], axis=1)
