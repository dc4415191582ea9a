"""
what: statsmodels by formula
points: 14 of 14
"""
import statsmodels.formula.api as smf


def call_list(leads, n):
    decided = leads[leads["signed_on"].notna() | leads["lost_on"].notna()].copy()
    decided["won"] = decided["signed_on"].notna() * 1.0
    fit = smf.logit("won ~ credit_quality + occupation_ability + tax_record + lifestyle_health + financial_awareness", decided).fit(disp=0)
    waiting = leads[leads["signed_on"].isna() & leads["lost_on"].isna()].copy()
    waiting["worth"] = fit.predict(waiting) * waiting["estimated_assets"]
    return waiting.sort_values("lead_id").sort_values("worth", ascending=False, kind="stable")["lead_id"].head(n)
