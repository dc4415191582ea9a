"""
what: takes the later of two equal steps
points: 8 of 10
loses: test_4
hint: name the earlier one
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
                conversion[reached[:-3]] = moved.sum() / decided.sum()
        if conversion:
            answer[channel] = min(reversed(list(conversion)), key=conversion.get)
    return answer
