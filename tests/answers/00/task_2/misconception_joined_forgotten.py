"""
what: looks at the day of leaving only
points: 1 of 4
loses: test_2
hint: joined after 31 December 2024 was counted
"""
day = "2024-12-31"
at_the_end_of_2024 = (customers["left"].isna() | (customers["left"] >= day)).sum()
