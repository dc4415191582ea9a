"""
what: compares the day of leaving, which is false where it is missing
points: 1 of 4
loses: test_2
hint: a missing date is neither before nor after
"""
day = "2024-12-31"
at_the_end_of_2024 = len(customers[(customers["joined"] <= day) & (customers["left"] >= day)])
