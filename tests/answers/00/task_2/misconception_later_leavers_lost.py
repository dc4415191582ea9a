"""
what: takes only who has never left
points: 1 of 4
loses: test_2
hint: who left during 2025 is missing
"""
day = "2024-12-31"
at_the_end_of_2024 = len(customers[(customers["joined"] <= day) & customers["left"].isna()])
