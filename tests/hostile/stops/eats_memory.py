"""
what: takes memory at once, more than it may
points: 14 of 19
says: growth
"""
taken = [b"x" * 100_000_000 for _ in range(100)]
