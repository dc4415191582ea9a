"""
what: statsmodels' binomial GLM on arrays
points: 14 of 14
"""
import statsmodels.api as sm


def call_list(leads, n):
    state = np.where(leads["signed_on"].notna(), 1, np.where(leads["lost_on"].notna(), 0, -1))
    x = sm.add_constant(leads[marks].to_numpy(dtype=float), has_constant="add")
    fit = sm.GLM(state[state >= 0], x[state >= 0], family=sm.families.Binomial()).fit()
    waiting = pd.DataFrame({"lead": leads["lead_id"].to_numpy()[state < 0]})
    waiting["worth"] = (fit.predict(x[state < 0]) * leads["estimated_assets"].to_numpy()[state < 0]).round(6)
    return waiting.sort_values(["worth", "lead"], ascending=[False, True])["lead"].head(n).tolist()
