"""
what: fits without an intercept
points: 3 of 14
loses: test_1, test_2, test_3
hint: A has little of it
"""
import statsmodels.formula.api as smf


def call_list(leads, n):
    signed, lost = leads["signed_on"].notna(), leads["lost_on"].notna()
    known = leads[signed | lost].assign(signed=signed.astype(int))
    model = smf.logit("signed ~ 0 + " + " + ".join(marks), data=known).fit(disp=False)
    waiting = leads[~signed & ~lost]
    waiting = waiting.assign(worth=model.predict(waiting) * waiting["estimated_assets"])
    return waiting.sort_values(["worth", "lead_id"], ascending=[False, True])["lead_id"].head(n).tolist()
