"""
what: takes the table as it is, whatever the day
points: 6 of 10
loses: test_1, test_3
hint: a date after today counts as missing
"""
def leaks(leads, today, least):
    dates = ["found_on", "appointment_on", "visit_on", "proposal_on", "signed_on"]
    answer = {}
    for channel, group in leads.groupby("channel"):
        conversion = {}
        for entered, reached in zip(dates, dates[1:]):
            there = group[group[entered].notna()]
            moved = there[reached].notna()
            decided = moved | (there["lost_on"].notna())
            if decided.sum() >= least:
                conversion[reached[:-3]] = moved.sum() / decided.sum()
        if conversion:
            answer[channel] = min(conversion, key=conversion.get)
    return answer
