"""
what: looks at the day of joining only
points: 1 of 4
loses: test_2
hint: had left before 31 December 2024 was counted
"""
day = "2024-12-31"
at_the_end_of_2024 = (customers["joined"] <= day).sum()
