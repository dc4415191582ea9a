"""
what: forgets the intercept
points: 2 of 14
loses: test_2, test_3, test_4
hint: the intercept
"""
import statsmodels.api as sm


def expected_defaults(statements, defaults, last_year):
    names = ["debt_to_assets", "return_on_total_assets"]
    table = ratio_table(statements, ["debt_to_assets", "return_on_total_assets"]).dropna()
    failed = defaults[defaults["defaulted"] == 1].set_index("firm_id")["year"]
    when = table["firm_id"].map(failed)
    bad = (when == table["year"] + 1).astype(float)
    alive = when.isna() | (when > table["year"])
    past, today = alive & (table["year"] < last_year), alive & (table["year"] == last_year)
    model = sm.Logit(bad[past], table.loc[past, names]).fit(disp=False)
    return model.predict(table.loc[today, names]).sum()
