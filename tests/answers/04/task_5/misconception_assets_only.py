"""
what: ranks by the estimated assets alone
points: 3 of 14
loses: test_1, test_2, test_3
hint: that is the order of the assets
"""
import statsmodels.formula.api as smf


def call_list(leads, n):
    signed, lost = leads["signed_on"].notna(), leads["lost_on"].notna()
    known = leads[signed | lost].assign(signed=signed.astype(int))
    model = smf.logit("signed ~ " + " + ".join(marks), data=known).fit(disp=False)
    waiting = leads[~signed & ~lost]
    waiting = waiting.assign(worth=waiting["estimated_assets"])
    return waiting.sort_values(["worth", "lead_id"], ascending=[False, True])["lead_id"].head(n).tolist()
