"""
what: takes the last day for a day after leaving
points: 1 of 4
loses: test_2
hint: on the day named in left
"""
day = "2024-12-31"
at_the_end_of_2024 = ((customers["joined"] <= day) & (customers["left"].isna() | (customers["left"] > day))).sum()
