"""
what: types in the number of customers that the lesson printed
points: 1 of 4
loses: test_2
hint: customers at the end of 2025
"""
at_the_end_of_2024 = 1406
