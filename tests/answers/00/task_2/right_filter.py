"""
what: two conditions, and the sum of true and false
points: 4 of 4
"""
day = "2024-12-31"
at_the_end_of_2024 = ((customers["joined"] <= day) & (customers["left"].isna() | (customers["left"] >= day))).sum()
