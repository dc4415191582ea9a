"""Responses to campaigns: the odds are found again; leakage, pooling and sure takers mislead as planted."""

import numpy as np
import pytest
import statsmodels.formula.api as smf
from banks import bank
from sklearn.metrics import roc_auc_score
from statsmodels.stats.proportion import proportions_ztest

from cmlib.synthetic.marketing.campaigns import CAMPAIGNS
from cmlib.synthetic.marketing.responses import TRUTH

SEEDS = (88, 3, 19)
KNOWN = ("age", "mobile_days", "income_band", "previous_responses", "previous_contacts")


@pytest.fixture(params=SEEDS)
def made(request):
    return bank(request.param)


@pytest.fixture
def chosen(made):
    table = made.tables["campaign_contacts"]
    return table.assign(
        response=table["responded"].astype(int),
        b=(table["offer"] == "B").astype(int),
        reached=table["contacted"].astype(int),
    )


def test_what_decides_the_response(made, chosen, recovers):
    centred = chosen.assign(age=chosen["age"] - 45, mobile_days=chosen["mobile_days"] - 10,
                            income_band=chosen["income_band"] - 3)  # fmt: skip
    fit = smf.logit(f"response ~ 0 + C(campaign_id) + {' + '.join(KNOWN)} + b + I(reached - 1)", centred).fit(disp=0)
    planted = {name: getattr(TRUTH, f"response_{name}") for name in KNOWN}
    planted |= {"b": TRUTH.response_offer_b, "I(reached - 1)": TRUTH.response_contact}
    planted |= {f"C(campaign_id)[{campaign.id}]": campaign.log_odds for campaign in CAMPAIGNS}
    for name, value in planted.items():
        recovers(f"response: {name}", value, fit.params[name], fit.bse[name], method="logit", seed=made.seed)


def test_two_offers_differ_in_a_campaign_that_drew_them_evenly(chosen):
    """The two-proportion test, over the three campaigns that gave each offer to every second customer."""
    even = chosen[chosen["contacted"] & chosen["campaign_id"].isin(["K02", "K03", "K05"])]
    count = even.groupby("offer")["response"].agg(["sum", "size"]).loc[["B", "A"]]
    z, p = proportions_ztest(count["sum"], count["size"])
    assert z > 0
    assert p < 0.01


def test_pooling_two_campaigns_with_unequal_lots_misleads(made, chosen, misleads, recovers):
    """Offer B went mostly to the campaign that few take up anyway: pooled it looks worse than A."""
    pooled = chosen[chosen["contacted"] & chosen["campaign_id"].isin(["K01", "K04"])]
    naive = smf.logit("response ~ b", pooled).fit(disp=0)
    assert naive.params["b"] < 0
    misleads("offer B, two campaigns pooled", TRUTH.response_offer_b, naive.params["b"], naive.bse["b"],
             method="logit without campaign", seed=made.seed)  # fmt: skip
    by_campaign = smf.logit(f"response ~ C(campaign_id) + b + {' + '.join(KNOWN)}", pooled).fit(disp=0)
    recovers("offer B, two campaigns apart", TRUTH.response_offer_b, by_campaign.params["b"], by_campaign.bse["b"],
             method="logit with campaign", seed=made.seed)  # fmt: skip


def test_a_model_of_earlier_campaigns_triples_the_response_in_the_top_tenth(chosen):
    contacted = chosen[chosen["contacted"]]
    learn, last = contacted[contacted["campaign_id"] != "K05"], contacted[contacted["campaign_id"] == "K05"]
    score = smf.logit(f"response ~ {' + '.join(KNOWN)}", learn).fit(disp=0).predict(last)
    top = last.loc[score.nlargest(len(last) // 10).index, "response"]
    assert 2.2 < top.mean() / last["response"].mean() < 5


def test_the_length_of_the_call_gives_the_answer_away(chosen):
    """Known only after the call: with it any model looks perfect, and is of no use."""
    called = chosen[chosen["call_minutes"].notna()]
    known = smf.logit(f"response ~ {' + '.join(KNOWN)}", called).fit(disp=0).predict(called)
    assert roc_auc_score(called["response"], known) < 0.85
    assert roc_auc_score(called["response"], called["call_minutes"]) > 0.95


def test_the_response_rate_overstates_what_the_campaign_did(made, chosen, misleads):
    """Some of those left alone take the service up too; the effect is the difference."""
    contacted, alone = (chosen.loc[chosen["contacted"] == group, "response"] for group in (True, False))
    assert contacted.mean() > alone.mean() > 0
    odds = smf.logit(f"response ~ C(campaign_id) + b + {' + '.join(KNOWN)} + reached", chosen).fit(disp=0)
    treated = chosen[chosen["contacted"]]
    effect = (odds.predict(treated) - odds.predict(treated.assign(reached=0, b=0))).mean()
    rate = contacted.mean()
    misleads("effect of contact on taking up the service", effect, rate, np.sqrt(rate * (1 - rate) / len(contacted)),
             method="response rate of the contacted", seed=made.seed)  # fmt: skip


def test_who_is_contacted_and_with_what_is_drawn_by_lot(chosen):
    """What is known beforehand does not tell those left alone, nor the offer."""
    fit = smf.logit(f"reached ~ {' + '.join(KNOWN)}", chosen).fit(disp=0)
    assert fit.llr_pvalue > 0.001
    contacted = chosen[chosen["contacted"]]
    fit = smf.logit(f"b ~ C(campaign_id) + {' + '.join(KNOWN)}", contacted).fit(disp=0)
    plain = smf.logit("b ~ C(campaign_id)", contacted).fit(disp=0)
    assert 2 * (fit.llf - plain.llf) < 20.5  # the 99.9th percentile of chi-square with five degrees of freedom


def test_some_campaigns_pay_only_at_the_top(made, chosen):
    """A call costs less than a response brings, times the response rate of the best tenth but not of the worst."""
    campaigns = made.tables["campaigns"].set_index("campaign_id")
    first = chosen[(chosen["campaign_id"] == "K01") & chosen["contacted"]]
    cost, margin = campaigns.loc["K01", ["cost_per_contact", "margin_per_response"]]
    score = smf.logit("response ~ age + mobile_days + income_band", first).fit(disp=0).predict(first)
    best, worst = (
        first.loc[score.sort_values().index, "response"].iloc[part] for part in (slice(-200, None), slice(200))
    )
    assert best.mean() * margin > cost > worst.mean() * margin
