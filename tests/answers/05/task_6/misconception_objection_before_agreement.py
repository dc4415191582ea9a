"""
what: asks about the objection before the agreement
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: the lines of the table are read from the top
"""
def next_steps(visits, best, today):
    past = visits[visits["date"] <= today].sort_values(["date", "visit_id"])
    steps = {}
    for visit in past.groupby("host").tail(1).to_dict("records"):
        standing = visit["objection"] != "none" and not visit["objection_removed"]
        if visit["stage"] == "opening":
            step = "make a new appointment"
        elif visit["stage"] == "theme":
            step = "bring a proposal" if visit["implication_questions"] > 0 else "ask about consequences"
        elif standing:
            step = "answer the objection"
        elif visit["agreed"]:
            step = "ask for a referral" if visit["revisited"] else "revisit"
        else:
            step = f"ask again: {best[visit['style']]}" if visit["style"] in best else "ask again"
        steps[visit["host"]] = step
    return steps
