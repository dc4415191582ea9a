"""
what: numpy arrays and exact fractions
points: 10 of 10
"""
from fractions import Fraction


def leaks(leads, today, least):
    names = ["found_on", "appointment_on", "visit_on", "proposal_on", "signed_on"]
    day = np.datetime64(today)
    reached = [(leads[name].to_numpy() <= day) for name in names]
    lost, channel = leads["lost_on"].to_numpy() <= day, leads["channel"].to_numpy(dtype=object)
    answer = {}
    for one in set(channel):
        best = None
        for i in range(4):
            there = reached[i] & (channel == one)
            moved = int((there & reached[i + 1]).sum())
            decided = int((there & (reached[i + 1] | lost)).sum())
            if decided >= least and (best is None or Fraction(moved, decided) < best):
                best, answer[one] = Fraction(moved, decided), names[i + 1].replace("_on", "")
    return answer
