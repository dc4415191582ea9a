"""
what: remembers the latest visit of each host in a loop
points: 12 of 12
"""
def next_steps(visits, best, today):
    latest = {}
    for _, visit in visits.iterrows():
        if visit["date"] > today:
            continue
        old = latest.get(visit["host"])
        if old is None or (old["date"], old["visit_id"]) < (visit["date"], visit["visit_id"]):
            latest[visit["host"]] = visit
    return {host: step_after(visit, best) for host, visit in latest.items()}


def step_after(visit, best):
    if visit["stage"] == "opening":
        return "make a new appointment"
    if visit["stage"] == "theme" and visit["implication_questions"] == 0:
        return "ask about consequences"
    if visit["stage"] == "theme":
        return "bring a proposal"
    if visit["agreed"]:
        return "ask for a referral" if visit["revisited"] else "revisit"
    if visit["objection"] != "none" and not visit["objection_removed"]:
        return "answer the objection"
    return " ".join(["ask again" + ":" * (visit["style"] in best), best.get(visit["style"], "")]).strip()
