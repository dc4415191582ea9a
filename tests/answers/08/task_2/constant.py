"""
what: types in two ratios that are weak at the public firm
points: 0 of 10
loses: test_1, test_2, test_3, test_4
"""
def lagging(table, firms, firm_id, year):
    return ["interest_cover", "return_on_total_assets"]
