"""
what: leaves scikit-learn's penalty on
points: 2 of 14
loses: test_2, test_3, test_4
hint: whether the fit has a penalty
"""
from sklearn.linear_model import LogisticRegression


def expected_defaults(statements, defaults, last_year):
    names = ["debt_to_assets", "return_on_total_assets"]
    table = ratio_table(statements, ["debt_to_assets", "return_on_total_assets"]).dropna()
    failed = defaults[defaults["defaulted"] == 1].set_index("firm_id")["year"]
    when = table["firm_id"].map(failed)
    bad = when == table["year"] + 1
    alive = when.isna() | (when > table["year"])
    past, today = alive & (table["year"] < last_year), alive & (table["year"] == last_year)
    model = LogisticRegression().fit(table.loc[past, names], bad[past])
    return model.predict_proba(table.loc[today, names])[:, 1].sum()
