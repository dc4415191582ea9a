"""
what: counts all rows of the table
points: 0 of 4
loses: test_1, test_2
hint: all rows of the table
"""
at_the_end_of_2024 = len(customers)
