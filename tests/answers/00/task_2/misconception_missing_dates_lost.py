"""
what: compares the day of leaving, which is false where it is missing
points: 0 of 4
loses: test_1, test_2
hint: a person without a date in left is still a customer
"""
day = "2024-12-31"
at_the_end_of_2024 = len(customers[(customers["joined"] <= day) & (customers["left"] >= day)])
