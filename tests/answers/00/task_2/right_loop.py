"""
what: counts row by row with dates
points: 4 of 4
"""
from datetime import datetime

day = datetime(2024, 12, 31)
at_the_end_of_2024 = 0
for joined, left in zip(customers["joined"], customers["left"]):
    if joined <= day and (pd.isna(left) or left >= day):
        at_the_end_of_2024 += 1
