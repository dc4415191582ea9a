"""
what: plain loops and exact fractions
points: 10 of 10
"""
from fractions import Fraction


def best_strategies(visits, least):
    counts = {}
    for visit in visits.to_dict("records"):
        if visit["randomised"]:
            cell = counts.setdefault(visit["style"], {}).setdefault(visit["technique"], [0, 0])
            cell[0] += int(visit["agreed"])
            cell[1] += 1
    answer = {}
    for style, ways in counts.items():
        enough = [(-Fraction(yes, of), way) for way, (yes, of) in ways.items() if of >= least]
        if enough:
            answer[style] = min(enough)[1]
    return answer
