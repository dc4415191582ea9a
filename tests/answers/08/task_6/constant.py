"""
what: types in the four lines of the public firm
points: 1 of 8
loses: test_2, test_3, test_4
"""
def costliest(statements, judgements, firm_id, year, n):
    names = ["interest_cover", "return_on_total_assets", "return_on_equity", "main_business_margin"]
    return pd.DataFrame({"column": names, "lost": [8.0, 7.0, 6.0, 6.0]})
