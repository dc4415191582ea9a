"""
what: a loop without end
points: 14 of 19
status: timed out
says: growth
"""
while True:
    pass
