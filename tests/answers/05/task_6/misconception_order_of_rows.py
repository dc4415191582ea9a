"""
what: takes the last row of each host, in the order of the table
points: 2 of 12
loses: test_2, test_3, test_4
hint: next_steps: a host who should get
"""
def next_steps(visits, best, today):
    past = visits[visits["date"] <= today]
    steps = {}
    for visit in past.groupby("host").tail(1).to_dict("records"):
        if visit["stage"] == "opening":
            step = "make a new appointment"
        elif visit["stage"] == "theme":
            step = "bring a proposal" if visit["implication_questions"] > 0 else "ask about consequences"
        elif visit["agreed"]:
            step = "ask for a referral" if visit["revisited"] else "revisit"
        elif visit["objection"] != "none" and not visit["objection_removed"]:
            step = "answer the objection"
        elif visit["style"] in best:
            step = f"ask again: {best[visit['style']]}"
        else:
            step = "ask again"
        steps[visit["host"]] = step
    return steps
