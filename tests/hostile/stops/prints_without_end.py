"""
what: prints without end
points: 14 of 19
status: timed out
"""
while True:
    print("all work and no play " * 1000)
