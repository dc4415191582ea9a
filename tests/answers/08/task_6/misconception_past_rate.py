"""
what: takes the past default rate times the firms at risk, without the model
points: 2 of 14
loses: test_2, test_3, test_4
hint: firms;
"""
def expected_defaults(statements, defaults, last_year):
    failed = defaults[defaults["defaulted"] == 1].set_index("firm_id")["year"]
    table = ratio_table(statements, ["debt_to_assets", "return_on_total_assets"]).dropna()
    when = table["firm_id"].map(failed)
    alive = when.isna() | (when > table["year"])
    past, today = alive & (table["year"] < last_year), alive & (table["year"] == last_year)
    return (when == table["year"] + 1)[past].mean() * today.sum()
