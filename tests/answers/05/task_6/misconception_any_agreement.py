"""
what: looks at whether the host ever agreed
points: 0 of 12
loses: test_1, test_2, test_3, test_4
hint: but the last visit counts
"""
def next_steps(visits, best, today):
    past = visits[visits["date"] <= today].sort_values(["date", "visit_id"])
    ever = past.groupby("host")["agreed"].any()
    steps = {}
    for visit in past.groupby("host").tail(1).to_dict("records"):
        if ever[visit["host"]]:
            step = "ask for a referral" if visit["revisited"] else "revisit"
        elif visit["stage"] == "opening":
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
