"""
what: divides by all leads that take part, the open ones too
points: 2 of 10
loses: test_1, test_2, test_3
hint: an open lead is not lost
"""
def leaks(leads, today, least):
    dates = ["found_on", "appointment_on", "visit_on", "proposal_on", "signed_on"]
    answer = {}
    for channel, group in leads.groupby("channel"):
        conversion = {}
        for entered, reached in zip(dates, dates[1:]):
            there = group[group[entered] <= today]
            moved = there[reached] <= today
            decided = there[entered].notna()
            if decided.sum() >= least:
                conversion[reached[:-3]] = moved.sum() / decided.sum()
        if conversion:
            answer[channel] = min(conversion, key=conversion.get)
    return answer
