"""Double-entry bookkeeping for a block of firms: drivers in, statements out.

All amounts are whole numbers of cents, so the three statements agree exactly. Lines are computed
here; totals follow from `cmlib.items` alone. Cash is what is left at the end; the short-term loan
closes the gap, as far as the bank lends; then suppliers wait.
"""

from dataclasses import dataclass

import numpy as np

from cmlib.items import ITEMS
from cmlib.synthetic.firms.distress import History
from cmlib.synthetic.firms.drivers import Drivers

#: One year's lines: name of a line item -> amounts in cents, one a firm.
Lines = dict[str, np.ndarray]

_OTHER_SALES, _OTHER_COST = 0.04, 0.82  # other business: share of sales, cost per unit of it
_SALES_TAX = 0.006
_OTHER_ASSETS, _OTHER_LIABILITIES = 0.045, 0.055  # per unit of sales
_LONG_TERM_SHARE = 0.35  # of the plant bought that long-term loans pay for
_REDEMPTION = 0.25  # of the long-term loans that falls due each year
_LENDING_LIMIT = 0.14  # loans per unit of assets that the bank grants above a firm's target
_MINIMUM_CASH = 0.25  # of the cash a firm wants to hold: below it, suppliers wait


@dataclass(frozen=True)
class Shocks:
    """One year's luck, one number a firm, standard normal; ``issue`` is uniform."""

    sales: np.ndarray
    margin: np.ndarray
    working_capital: np.ndarray
    windfall: np.ndarray
    plant: np.ndarray
    issue: np.ndarray


def total(name: str, lines: Lines) -> np.ndarray:
    """A line item from the lines: itself, or the sum of its parts."""
    parts = ITEMS[name].total_of
    return sum(sign * total(part, lines) for part, sign in parts) if parts else lines[name]


def with_totals(lines: Lines) -> Lines:
    """All line items in statement order, the totals added up from their parts."""
    return {name: total(name, lines) for name in ITEMS}


def opening(drivers: Drivers) -> Lines:
    """The balance sheet before the first year: every stock at its norm, the rest is equity."""
    sales = _cents(drivers.sales * 100)
    cost = _cents(sales * (1 - drivers.of_industry("gross_margin") - drivers.margin_edge))
    balance = {
        "cash": _cents(sales * drivers.cash_days / 365),
        "short_term_investments": np.zeros_like(sales),
        "receivables": _cents(sales * drivers.of_industry("receivables_days") * drivers.receivables_factor / 365),
        "inventory": _cents(cost * drivers.of_industry("inventory_days") * drivers.inventory_factor / 365),
        "other_current_assets": _cents(sales * _OTHER_ASSETS),
        "fixed_assets": _cents(sales * drivers.of_industry("fixed_assets") * drivers.plant_factor),
        "intangible_assets": _cents(sales * drivers.of_industry("intangible_assets")),
        "payables": _cents(cost * drivers.of_industry("payables_days") * drivers.payables_factor / 365),
        "other_current_liabilities": _cents(sales * _OTHER_LIABILITIES),
    }
    assets = total("total_assets", balance)
    debt = _cents(assets * drivers.debt_target)
    long_term = _cents(debt * 0.3)
    balance["current_portion_of_long_term_debt"] = _cents(long_term * _REDEMPTION)
    balance["long_term_debt"] = long_term - balance["current_portion_of_long_term_debt"]
    balance["short_term_debt"] = debt - long_term
    equity = assets - debt - balance["payables"] - balance["other_current_liabilities"]
    balance["paid_in_capital"] = _cents(np.maximum(equity * 0.55, 1e8))
    balance["retained_earnings"] = equity - balance["paid_in_capital"]
    balance["main_business_revenue"] = sales - _cents(sales * _OTHER_SALES)
    balance["other_business_revenue"] = _cents(sales * _OTHER_SALES)
    return balance


def next_year(before: Lines, drivers: Drivers, economy: float, history: History, year: int, luck: Shocks) -> Lines:
    """Roll the books forward by one year: income, plant, working capital, then the cash that decides the rest."""
    slide = np.minimum(history.slide_years[year], 4) * drivers.severity
    broken = history.since_default[year] >= 0
    lines = _income(before, drivers, economy, slide, history.since_default[year] == 0, luck)
    lines |= _plant(lines, before, drivers, slide, luck)
    lines |= _working_capital(lines, drivers, slide, luck)
    lines |= _interest_and_tax(lines, before, drivers)
    lines |= _operating_cash(lines, before)
    lines |= _funding(lines, before, drivers, slide, broken, luck)
    return {name: amount for name, amount in lines.items() if name in ITEMS}


def _income(before, drivers, economy, slide, in_default, luck) -> Lines:
    growth = (
        drivers.of_industry("trend")
        + 0.035 * drivers.ambition
        + drivers.of_industry("cyclicality") * economy
        + 0.07 * luck.sales
        - 0.04 * slide
        - 0.12 * in_default
    )
    old_sales = total("revenue", before)
    sales = _cents(old_sales * (1 + np.clip(np.round(growth, 6), -0.32, 0.60)))
    other = _cents(sales * _OTHER_SALES)
    margin = drivers.of_industry("gross_margin") * (1 + 0.05 * economy + 0.06 * luck.margin - 0.16 * slide)
    margin = np.round(margin + drivers.margin_edge, 6)
    administration = drivers.of_industry("administration") * (1 - 0.04 * drivers.quality)
    sticky = drivers.fixed_cost_share
    return {
        "main_business_revenue": sales - other,
        "other_business_revenue": other,
        "main_business_cost": _cents((sales - other) * (1 - margin)),
        "other_business_cost": _cents(other * _OTHER_COST),
        "business_taxes": _cents(sales * _SALES_TAX),
        "selling_expense": _cents(sales * drivers.of_industry("selling")),
        "administrative_expense": _cents(
            (sticky * np.maximum(old_sales, sales) + (1 - sticky) * sales) * administration
        ),
        "non_operating_result": _cents(sales * np.round(0.001 + 0.002 * luck.windfall, 6)),
    }


def _plant(lines, before, drivers, slide, luck) -> Lines:
    sales = total("revenue", lines)
    wear = _cents(before["fixed_assets"] * drivers.of_industry("depreciation_rate"))
    sold = _cents(before["fixed_assets"] * np.where(slide > 1, 0.03, 0.008))
    wanted = sales * drivers.of_industry("fixed_assets") * drivers.plant_factor - (before["fixed_assets"] - wear - sold)
    effort = np.round(np.clip(0.75 + 0.25 * luck.plant, 0.1, 1.4) / (1 + slide), 6)
    bought = _cents(np.maximum(wanted * effort, 0.15 * wear))
    aged = _cents(before["intangible_assets"] * 0.08)
    developed = _cents(
        np.maximum(sales * drivers.of_industry("intangible_assets") - before["intangible_assets"] + aged, 0) * 0.8
    )
    return {
        "depreciation": wear,
        "amortisation": aged,
        "fixed_assets": before["fixed_assets"] + bought - sold - wear,
        "intangible_assets": before["intangible_assets"] + developed - aged,
        "proceeds_from_disposals": sold,
        "capital_expenditure": bought + developed,
    }


def _working_capital(lines, drivers, slide, luck) -> Lines:
    sales = total("revenue", lines)
    cost = total("cost_of_sales", lines)
    drag = np.round(1 + 0.13 * slide + 0.07 * luck.working_capital, 6)
    owed = _cents(
        sales * drivers.of_industry("receivables_days") * drivers.receivables_factor * np.maximum(drag, 0.6) / 365
    )
    stock = _cents(
        cost * drivers.of_industry("inventory_days") * drivers.inventory_factor * np.maximum(drag, 0.6) / 365
    )
    bad = _cents(owed * (0.006 + 0.018 * slide))
    spoiled = _cents(stock * (0.004 + 0.012 * slide))
    return {
        "receivables": owed - bad,
        "inventory": stock - spoiled,
        "impairment_loss": bad + spoiled,
        "bad_debts": bad,
        "written_down": spoiled,
        "other_current_assets": _cents(sales * _OTHER_ASSETS),
        "other_current_liabilities": _cents(sales * _OTHER_LIABILITIES),
        "payables": _cents(cost * drivers.of_industry("payables_days") * drivers.payables_factor / 365),
    }


def _interest_and_tax(lines, before, drivers) -> Lines:
    loans = before["short_term_debt"] + before["current_portion_of_long_term_debt"] + before["long_term_debt"]
    interest = _cents(loans * drivers.interest_rate)
    before_tax = total("profit_before_tax", {**lines, "interest_expense": interest})
    tax = _cents(np.maximum(before_tax, 0) * drivers.tax_rate)
    return {"interest_expense": interest, "interest_paid": interest, "income_tax": tax}


def _operating_cash(lines, before) -> Lines:
    """Receipts and payments of ordinary business: income and cost, less what moved in working capital."""

    def rise(name):
        return lines[name] - before[name]

    costs = total("cost_of_sales", lines) + lines["selling_expense"] + lines["administrative_expense"]
    paid = costs - lines["depreciation"] - lines["amortisation"]
    paid += rise("inventory") + lines["written_down"] + rise("other_current_assets")
    paid -= rise("payables") + rise("other_current_liabilities")
    return {
        "cash_received_from_customers": total("revenue", lines) - rise("receivables") - lines["bad_debts"],
        "other_operating_receipts": lines["non_operating_result"],
        "cash_paid_to_suppliers_and_employees": paid,
        "taxes_paid": lines["business_taxes"] + lines["income_tax"],
    }


def _funding(lines, before, drivers, slide, broken, luck) -> Lines:
    """Plant, owners and long-term loans first; the short-term loan closes the gap; then suppliers wait."""
    sales = total("revenue", lines)
    operating, profit = total("operating_cash_flow", lines), total("net_income", lines)
    healthy = (slide == 0) & ~broken
    issued = np.where(healthy & (luck.issue < 0.04), _cents(before["paid_in_capital"] * 0.15), 0)
    can_distribute = np.minimum(profit, before["retained_earnings"] + profit)
    dividends = np.where(healthy, _cents(np.maximum(can_distribute, 0) * drivers.payout), 0)
    drawn = np.where(healthy, _cents(lines["capital_expenditure"] * _LONG_TERM_SHARE * (drivers.debt_target > 0)), 0)
    falls_due = before["current_portion_of_long_term_debt"]
    long_term = before["long_term_debt"] + drawn
    current_portion = _cents(long_term * _REDEMPTION)
    long_term = long_term - current_portion

    fixed = operating - lines["capital_expenditure"] + lines["proceeds_from_disposals"]
    fixed += issued + drawn - falls_due - lines["interest_paid"] - dividends
    wanted_cash = _cents(sales * drivers.cash_days / 365)
    have = before["cash"] + fixed
    # Old securities are sold when cash is short; the loan moves half-way to its target; the bank sets a limit.
    sold = np.clip(wanted_cash - have, 0, before["short_term_investments"])
    kept = before["short_term_investments"] - sold
    assets = total("total_assets", {**lines, "cash": wanted_cash, "short_term_investments": kept})
    term_loans = current_portion + long_term
    old_loan = before["short_term_debt"]
    target = np.maximum(_cents(assets * drivers.debt_target) - term_loans, 0)
    limit = _cents(assets * (drivers.debt_target + _LENDING_LIMIT * (drivers.debt_target > 0))) - term_loans
    limit = np.where(slide > 1, np.minimum(limit, old_loan), limit)
    gap = wanted_cash - have - sold
    loan = np.maximum(old_loan + gap, old_loan + _cents((target - old_loan) * 0.5))
    loan = np.where(healthy, loan, np.maximum(old_loan + gap, 0))
    loan = np.clip(loan, 0, np.maximum(limit, 0))
    cash = have + sold + loan - old_loan
    spare = np.maximum(cash - 2 * wanted_cash, 0)
    # Healthy firms pay half of what they do not need to their owners and put the rest into securities.
    extra = np.where(
        healthy, np.minimum(spare // 2, np.maximum(before["retained_earnings"] + profit - dividends, 0)), 0
    )
    bought = spare - extra
    late = np.maximum(_cents(wanted_cash * _MINIMUM_CASH) - cash, 0)
    return {
        "cash": cash - extra - bought + late,
        "short_term_investments": kept + bought,
        "payables": lines["payables"] + late,
        "short_term_debt": loan,
        "current_portion_of_long_term_debt": current_portion,
        "long_term_debt": long_term,
        "paid_in_capital": before["paid_in_capital"] + issued,
        "retained_earnings": before["retained_earnings"] + profit - dividends - extra,
        "cash_paid_to_suppliers_and_employees": lines["cash_paid_to_suppliers_and_employees"] - late,
        "investments_sold": sold,
        "investments_purchased": bought,
        "equity_issued": issued,
        "borrowings_received": loan + drawn,
        "borrowings_repaid": old_loan + falls_due,
        "dividends_paid": dividends + extra,
    }


def _cents(amount: np.ndarray) -> np.ndarray:
    return np.rint(amount).astype(np.int64)
