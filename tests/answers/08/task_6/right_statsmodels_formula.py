"""
what: the lesson's way, with a formula
points: 14 of 14
"""
import statsmodels.formula.api as smf


def expected_defaults(statements, defaults, last_year):
    table = ratio_table(statements, ["debt_to_assets", "return_on_total_assets"]).dropna()
    failed = defaults[defaults["defaulted"] == 1].set_index("firm_id")["year"]
    when = table["firm_id"].map(failed)
    table["bad"] = (when == table["year"] + 1) * 1
    table = table[when.isna() | (when > table["year"])]
    past, today = table[table["year"] <= last_year - 1], table[table["year"] == last_year]
    model = smf.logit("bad ~ debt_to_assets + return_on_total_assets", data=past).fit(disp=False)
    return model.predict(today).sum()
