"""
what: sm.Logit on arrays with a column of ones
points: 14 of 14
"""
import statsmodels.api as sm


def expected_defaults(statements, defaults, last_year):
    wide = defaults.pivot(index="firm_id", columns="year", values="defaulted").cummax(axis=1)
    ratio = ratio_table(statements, ["debt_to_assets", "return_on_total_assets"]).set_index("year")
    x, y = [], []
    for year in range(int(statements["year"].min()), last_year):
        alive = wide.index[wide[year] == 0]
        now = ratio.loc[[year]].set_index("firm_id").dropna()
        now = now[now.index.isin(alive)]
        x.append(now)
        y.append(wide.loc[now.index, year + 1])
    model = sm.Logit(pd.concat(y).to_numpy(), sm.add_constant(pd.concat(x).to_numpy())).fit(disp=0)
    alive = wide.index[wide[last_year] == 0]
    now = ratio.loc[[last_year]].set_index("firm_id").dropna()
    now = now[now.index.isin(alive)]
    return sum(model.predict(sm.add_constant(now.to_numpy(), has_constant="add")))
