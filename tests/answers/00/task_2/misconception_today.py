"""
what: counts the customers of today
points: 1 of 4
loses: test_2
hint: customers at the end of 2025
"""
at_the_end_of_2024 = int(customers["left"].isna().sum())
