"""
what: names the step with the largest number of lost leads
points: 4 of 10
loses: test_2, test_4
hint: step by step
"""
def leaks(leads, today, least):
    dates = ["found_on", "appointment_on", "visit_on", "proposal_on", "signed_on"]
    answer = {}
    for channel, group in leads.groupby("channel"):
        conversion = {}
        for entered, reached in zip(dates, dates[1:]):
            there = group[group[entered] <= today]
            moved = there[reached] <= today
            decided = moved | (there["lost_on"] <= today)
            if decided.sum() >= least:
                conversion[reached[:-3]] = -(decided & ~moved).sum()
        if conversion:
            answer[channel] = min(conversion, key=conversion.get)
    return answer
