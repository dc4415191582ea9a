"""
what: one condition a line with numpy
points: 12 of 12
"""
def next_steps(visits, best, today):
    last = visits[visits["date"] <= today].sort_values(["date", "visit_id"]).drop_duplicates("host", keep="last")
    standing = (last["objection"] != "none") & ~last["objection_removed"].astype(bool)
    again = ["ask again: " + best[style] if style in best else "ask again" for style in last["style"]]
    conditions = [last["stage"] == "opening", (last["stage"] == "theme") & (last["implication_questions"] == 0), last["stage"] == "theme",
                  last["agreed"] & ~last["revisited"], last["agreed"], standing]
    steps = ["make a new appointment", "ask about consequences", "bring a proposal", "revisit", "ask for a referral", "answer the objection"]
    return dict(zip(last["host"], np.select(conditions, steps, default=np.array(again, dtype=object))))
