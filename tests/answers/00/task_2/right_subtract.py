"""
what: all rows without those who had gone or had not come; a float
points: 4 of 4
"""
gone = customers["left"] < "2024-12-31"
later = customers["joined"] > "2024-12-31"
at_the_end_of_2024 = float(len(customers) - len(customers[gone | later]))
