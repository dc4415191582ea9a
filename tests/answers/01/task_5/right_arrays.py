"""
what: statsmodels with arrays, sorted pairs; gives a tuple
points: 12 of 12
"""
import statsmodels.api as sm


def call_list(past, coming, margin, cost):
    rows = past[past["contacted"].to_numpy(dtype=bool)]
    x = sm.add_constant(rows[known].to_numpy(dtype=float))
    fit = sm.Logit(rows["responded"].to_numpy(dtype=float), x).fit(disp=False)
    chance = fit.predict(sm.add_constant(coming[known].to_numpy(dtype=float), has_constant="add"))
    pairs = sorted(zip(chance, coming["customer_id"]), reverse=True)
    return tuple(who for p, who in pairs if p * margin > cost)
