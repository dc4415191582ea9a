"""
what: fits on the notebook's leads
points: 5 of 14
loses: test_2, test_3
hint: some leads that are named have lower expected assets
"""
import statsmodels.formula.api as smf


def call_list(table, n):
    known = leads[leads["signed_on"].notna() | leads["lost_on"].notna()]
    model = smf.logit("signed ~ " + " + ".join(marks), data=known.assign(signed=known["signed_on"].notna() * 1)).fit(disp=False)
    waiting = table[table["signed_on"].isna() & table["lost_on"].isna()]
    waiting = waiting.assign(worth=model.predict(waiting) * waiting["estimated_assets"])
    return waiting.sort_values(["worth", "lead_id"], ascending=[False, True])["lead_id"].head(n).tolist()
