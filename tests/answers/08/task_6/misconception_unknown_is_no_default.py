"""
what: takes the last year's unknown outcomes for no default
points: 2 of 14
loses: test_2, test_3, test_4
hint: too few firms
"""
import statsmodels.formula.api as smf


def expected_defaults(statements, defaults, last_year):
    defaults = defaults[defaults["year"] <= last_year]
    table = ratio_table(statements, ["debt_to_assets", "return_on_total_assets"]).dropna()
    failed = defaults[defaults["defaulted"] == 1].set_index("firm_id")["year"]
    when = table["firm_id"].map(failed)
    table["bad"] = (when == table["year"] + 1).astype(int)
    past = table[(when.isna() | (when > table["year"])) & (table["year"] <= last_year)]
    today = table[(when.isna() | (when > last_year)) & (table["year"] == last_year)]
    model = smf.logit("bad ~ debt_to_assets + return_on_total_assets", data=past).fit(disp=False)
    return model.predict(today).sum()
