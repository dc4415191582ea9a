"""
what: takes the band of the mean deviation for the test
points: 7 of 12
loses: test_1, test_3
hint: the amounts of A follow the law
"""


def invented(ledger, level):
    used = ledger[ledger["amount"] != 0]
    groups = used.groupby(["firm_id", used["date"].dt.year])["amount"]
    tests = {key: benford(amounts) for key, amounts in groups if len(amounts) >= 110}
    return sorted({firm for (firm, year), test in tests.items() if test.conformity == "nonconformity"})
