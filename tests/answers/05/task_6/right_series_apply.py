"""
what: groupby and idxmax of an order; a Series
points: 12 of 12
"""
def next_steps(visits, best, today):
    past = visits[visits["date"] <= today].sort_values("visit_id").sort_values("date", kind="stable").reset_index(drop=True)
    last = past.groupby("host").nth(-1).set_index("host")
    answer = last["style"].map(lambda style: f"ask again: {best[style]}" if style in best else "ask again").astype(object)
    answer[(last["objection"] != "none") & ~last["objection_removed"]] = "answer the objection"
    answer[last["agreed"] & last["revisited"]] = "ask for a referral"
    answer[last["agreed"] & ~last["revisited"]] = "revisit"
    answer[last["stage"] == "theme"] = "bring a proposal"
    answer[(last["stage"] == "theme") & (last["implication_questions"] < 1)] = "ask about consequences"
    answer[last["stage"] == "opening"] = "make a new appointment"
    return answer
