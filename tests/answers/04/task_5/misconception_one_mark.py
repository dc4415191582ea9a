"""
what: uses the credit quality alone
points: 5 of 14
loses: test_2, test_3
hint: the five marks
"""
import statsmodels.formula.api as smf


def call_list(leads, n):
    signed, lost = leads["signed_on"].notna(), leads["lost_on"].notna()
    known = leads[signed | lost].assign(signed=signed.astype(int))
    model = smf.logit("signed ~ " + "credit_quality", data=known).fit(disp=False)
    waiting = leads[~signed & ~lost]
    waiting = waiting.assign(worth=model.predict(waiting) * waiting["estimated_assets"])
    return waiting.sort_values(["worth", "lead_id"], ascending=[False, True])["lead_id"].head(n).tolist()
