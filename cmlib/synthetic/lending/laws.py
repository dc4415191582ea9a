"""The laws of lending. Money is compared in whole cents."""

import numpy as np
import pandas as pd

from cmlib.synthetic.law import Law
from cmlib.synthetic.lending.amortisation import PLANS
from cmlib.synthetic.lending.standing import standing


def _cents(amount) -> np.ndarray:
    return np.rint(np.asarray(amount) * 100).astype(np.int64)


def _with_loans(frame: pd.DataFrame, loans: pd.DataFrame, columns) -> pd.DataFrame:
    """``frame`` with columns of its loans beside it; rows of unknown loans are left out."""
    place = pd.Index(loans["loan_id"]).get_indexer(frame["loan_id"])
    beside = loans[list(columns)].iloc[place].add_prefix("loan_").reset_index(drop=True)
    return pd.concat([frame.reset_index(drop=True), beside], axis=1)[place >= 0]


def _numbers_run(schedules, loans):
    counted = schedules.groupby("loan_id")["number"].agg(["size", "min", "max", "nunique"])
    found = loans[["loan_id", "term_months"]].join(counted, on="loan_id")
    whole = found["term_months"]
    ok = (found["size"] == whole) & (found["max"] == whole) & (found["min"] == 1) & (found["nunique"] == whole)
    return found[~ok]


def _principal_sums(schedules, loans):
    total = schedules.assign(principal=_cents(schedules["principal"])).groupby("loan_id")["principal"].sum()
    found = loans[["loan_id", "amount"]].assign(scheduled=total.reindex(loans["loan_id"]).to_numpy() / 100)
    return found[_cents(found["amount"]) != _cents(found["scheduled"].fillna(-1))]


def _interest_follows(schedules, loans):
    rows = _with_loans(schedules, loans, ("rate", "amount", "repayment_plan", "term_months"))
    principal, after = _cents(rows["principal"]), _cents(rows["outstanding"])
    before = after + principal
    points = np.rint(rows["loan_rate"].to_numpy() * 10_000).astype(np.int64)
    interest = (before * points + 60_000) // 120_000
    same = (rows["loan_id"].to_numpy()[1:] == rows["loan_id"].to_numpy()[:-1]) if len(rows) else np.array([], bool)
    rolls = np.concatenate([[True], np.where(same, before[1:] == after[:-1], True)])[: len(rows)]
    first, last = rows["number"] == 1, rows["number"] == rows["loan_term_months"]
    rolls &= np.where(first, before == _cents(rows["loan_amount"]), True) & np.where(last, after == 0, True)
    return rows[(interest != _cents(rows["interest"])) | ~rolls]


def _plan_kept(schedules, loans):
    """All instalments of a plan are alike but the last."""
    rows = _with_loans(schedules, loans, ("repayment_plan", "term_months"))
    rows = rows[rows["number"] < rows["loan_term_months"]]
    plan = rows["loan_repayment_plan"]
    paid = np.where(plan == PLANS[0], _cents(rows["principal"]) + _cents(rows["interest"]), _cents(rows["principal"]))
    rows = rows.assign(level=paid)
    first = rows.groupby("loan_id")["level"].transform("first")
    return rows[(rows["level"] != first) | ((plan == PLANS[2]) & (rows["level"] != 0))]


def _due_monthly(schedules, loans):
    rows = _with_loans(schedules, loans, ("granted", "due_day", "matures", "term_months"))
    due = rows["due_date"].to_numpy().astype("datetime64[M]")
    months = (due - rows["loan_granted"].to_numpy().astype("datetime64[M]")).astype(int)
    ok = (months == rows["number"]) & (rows["due_date"].dt.day == rows["loan_due_day"])
    return rows[~(ok & ((rows["number"] < rows["loan_term_months"]) | (rows["due_date"] == rows["loan_matures"])))]


def _standing_follows(loan_months, loans, schedules, payments):
    found = standing(loan_months[["loan_id", "month"]], loans, schedules, payments)
    wrong = found["days_past_due"].to_numpy() != loan_months["days_past_due"].to_numpy()
    for column in ("overdue", "outstanding"):
        wrong |= _cents(found[column]) != _cents(loan_months[column])
    beside = found[["days_past_due", "overdue", "outstanding"]].add_suffix("_recomputed").reset_index(drop=True)
    return pd.concat([loan_months.reset_index(drop=True), beside], axis=1)[wrong]


def _months_whole(loan_months, loans):
    """From granting, or the first month, without a gap to the month that ends the loan or the last month."""
    if loan_months.empty:
        return loans
    first, last = loan_months["month"].min(), loan_months["month"].max()
    rows = loan_months.assign(open=loan_months["outstanding"] > 0).groupby("loan_id")
    found = loans[["loan_id", "granted"]].join(
        rows.agg(begins=("month", "min"), ends=("month", "max"), months=("month", "size"), open=("open", "sum")),
        on="loan_id",
    )
    granted = found["granted"].to_numpy().astype("datetime64[M]").astype("datetime64[s]")
    begins = np.maximum(granted, np.datetime64(first, "s"))
    span = (
        found["ends"].to_numpy().astype("datetime64[M]") - found["begins"].to_numpy().astype("datetime64[M]")
    ).astype(float) + 1
    closed = found["months"] - found["open"]
    ok = (found["begins"] == begins) & (found["months"] == span)
    ok &= ((closed == 0) & (found["ends"] == last)) | (closed == 1)
    return found[~ok]


def _payments_split(payments, schedules, loans):
    """Principal and interest make the amount, and an instalment is never paid beyond what is due."""
    odd = payments[_cents(payments["principal"]) + _cents(payments["interest"]) != _cents(payments["amount"])]
    regular = payments[payments["kind"] != "prepayment"]
    paid = regular.groupby(["loan_id", "number"])[["principal", "interest"]].sum().reset_index()
    due = paid.merge(schedules, on=["loan_id", "number"], how="left", suffixes=("_paid", ""))
    over = (_cents(due["principal_paid"]) > _cents(due["principal"].fillna(-1))) | (
        _cents(due["interest_paid"]) > _cents(due["interest"].fillna(-1))
    )
    early = _with_loans(payments, loans, ("granted",))
    return pd.concat([odd, due[over], early[early["date"] < early["loan_granted"]]])


def _one_borrower(loans):
    return loans[loans["customer_id"].isna() == loans["firm_id"].isna()]


def _joined_before(loans, loan_applications, customers):
    joined = customers.set_index("customer_id")["joined"]
    personal = loans.dropna(subset=["customer_id"])
    early = personal[personal["granted"] < personal["customer_id"].map(joined)]
    asked = loan_applications[loan_applications["applied"] < loan_applications["customer_id"].map(joined)]
    return pd.concat([early, asked])


def _approved_has_loan(loan_applications, loans):
    rows = loan_applications
    odd = (rows["decision"] == "approved") != rows["loan_id"].notna()
    odd |= rows["loan_id"].notna() & rows["loan_id"].duplicated(keep=False)
    columns = ("customer_id", "product_id", "amount", "term_months", "rate", "repayment_plan")
    beside = rows[rows["loan_id"].notna()].merge(loans, on="loan_id", how="left", suffixes=("", "_loan"))
    differs = ~(beside["granted"] >= beside["applied"])
    for column in columns:
        differs |= beside[column] != beside[f"{column}_loan"]
    alone = loans[loans["customer_id"].notna() & ~loans["loan_id"].isin(rows["loan_id"])]
    return pd.concat([rows[odd], beside[differs], alone])


def _monthly_payment_is_first(loan_applications, schedules):
    first = schedules[schedules["number"] == 1]
    rows = loan_applications.merge(first, on="loan_id", suffixes=("", "_due"))
    return rows[_cents(rows["monthly_payment"]) != _cents(rows["principal"]) + _cents(rows["interest"])]


def _secured(loans, collateral, guarantors):
    kind = loans["security"]
    has = loans["loan_id"].isin(collateral["loan_id"])
    vouched = loans["loan_id"].isin(guarantors["loan_id"])
    return loans[(has != kind.isin(["mortgage", "pledge"])) | (vouched != (kind == "guarantee"))]


def _guarantor_is_another(guarantors, loans):
    rows = guarantors.merge(loans, on="loan_id", suffixes=("", "_loan"))
    self = (rows["guarantor_firm_id"] == rows["firm_id"]) | (rows["guarantor_customer_id"] == rows["customer_id"])
    named = rows["guarantor_firm_id"].notna() == (rows["guarantor_kind"] == "firm")
    return rows[self | ~named | (rows["amount"] > rows["amount_loan"])]


def _firm_months(loan_months, loans):
    """The worst days past due and category of each firm in each month."""
    firm = loans.set_index("loan_id")["firm_id"]
    rows = loan_months.assign(firm_id=firm.reindex(loan_months["loan_id"]).to_numpy()).dropna(subset=["firm_id"])
    return rows.groupby(["firm_id", "month"])[["days_past_due", "category"]].max().reset_index()


def _default_is_seen(loan_months, loans, defaults):
    """In the first month shown a firm may be in default from before."""
    months = _firm_months(loan_months, loans)
    first = months[months["days_past_due"] > 90].groupby("firm_id").head(1)
    first = first[first["month"] > loan_months["month"].min()]
    rows = first.assign(year=first["month"].dt.year).merge(defaults, on=["firm_id", "year"])
    return rows[rows["defaulted"] != 1]


def _category_is_the_mark(loan_months, loans, judgements):
    months = _firm_months(loan_months, loans)
    december = months[months["month"].dt.month == 12]
    rows = december.assign(year=december["month"].dt.year).merge(judgements, on=["firm_id", "year"])
    return rows[rows["category"] != rows["loan_risk"]]


LAWS = (
    Law("Instalments of a loan are numbered from 1 to its term.", ("schedules", "loans"), _numbers_run),
    Law("Principal in a schedule sums to the amount of the loan.", ("schedules", "loans"), _principal_sums),
    Law(
        "Interest is outstanding x rate / 12, and the outstanding principal rolls forward to zero.",
        ("schedules", "loans"),
        _interest_follows,
    ),
    Law("Instalments are alike, as the plan says, but for the last.", ("schedules", "loans"), _plan_kept),
    Law(
        "Instalments fall due each month from the one after granting to maturity.", ("schedules", "loans"), _due_monthly
    ),
    Law(
        "Days past due, overdue and outstanding amounts follow from schedules and payments.",
        ("loan_months", "loans", "schedules", "payments"),
        _standing_follows,
    ),
    Law("Months of a loan run without a gap until it ends.", ("loan_months", "loans"), _months_whole),
    Law(
        "A payment is principal and interest of an instalment that is due, never more, never before granting.",
        ("payments", "schedules", "loans"),
        _payments_split,
    ),
    Law("A loan has one borrower, a customer or a firm.", ("loans",), _one_borrower),
    Law(
        "Nobody applies for or has a loan before being a customer.",
        ("loans", "loan_applications", "customers"),
        _joined_before,
    ),
    Law(
        "An approved application has exactly one loan, as it was asked for; a declined one has none.",
        ("loan_applications", "loans"),
        _approved_has_loan,
    ),
    Law(
        "The monthly payment in an application is the first instalment of its loan.",
        ("loan_applications", "schedules"),
        _monthly_payment_is_first,
    ),
    Law(
        "Mortgaged and pledged loans have collateral, guaranteed loans guarantors, others neither.",
        ("loans", "collateral", "guarantors"),
        _secured,
    ),
    Law(
        "A guarantor is another than the borrower and vouches for no more than the loan.",
        ("guarantors", "loans"),
        _guarantor_is_another,
    ),
    Law(
        "A firm is first more than 90 days late in the year of its default.",
        ("loan_months", "loans", "defaults"),
        _default_is_seen,
    ),
    Law(
        "In December the worst category of a firm's loans is the credit officer's mark for loan risk.",
        ("loan_months", "loans", "judgements"),
        _category_is_the_mark,
    ),
)
