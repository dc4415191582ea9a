"""
what: one leak for the bank, given to every channel
points: 0 of 10
loses: test_1, test_2, test_3, test_4
hint: look at the leads of each channel by themselves
"""
def leaks(leads, today, least):
    dates = ["found_on", "appointment_on", "visit_on", "proposal_on", "signed_on"]
    conversion = {}
    for entered, reached in zip(dates, dates[1:]):
        there = leads[leads[entered] <= today]
        moved = there[reached] <= today
        decided = moved | (there["lost_on"] <= today)
        if decided.sum() >= least:
            conversion[reached[:-3]] = moved.sum() / decided.sum()
    return {channel: min(conversion, key=conversion.get) for channel in leads["channel"].unique()}
