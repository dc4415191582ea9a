"""
what: a day far ahead for who has not left; len of a query
points: 4 of 4
"""
day = pd.Timestamp("2024-12-31")
filled = customers.assign(left=customers["left"].fillna(pd.Timestamp("2100-01-01")))
at_the_end_of_2024 = len(filled.query("joined <= @day <= left"))
