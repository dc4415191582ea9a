"""
what: gives the rows, not their number
points: 0 of 4
loses: test_1, test_2
hint: count the rows
"""
day = "2024-12-31"
at_the_end_of_2024 = customers[(customers["joined"] <= day) & (customers["left"].isna() | (customers["left"] >= day))]
