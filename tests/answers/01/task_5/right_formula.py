"""
what: statsmodels by a formula; gives a Series
points: 12 of 12
"""
import statsmodels.formula.api as smf


def call_list(past, coming, margin, cost):
    rows = past[past["contacted"]].assign(yes=lambda t: t["responded"].astype(int))
    model = smf.logit("yes ~ " + " + ".join(known), data=rows).fit(disp=False)
    chance = model.predict(coming).sort_values(ascending=False)
    chosen = chance[chance > cost / margin].index
    return coming.loc[chosen, "customer_id"]
