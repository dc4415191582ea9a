"""
what: votes followed without cmlib, Decimal returned
points: 12 of 12
"""

from decimal import Decimal


def group_debt(links, owed, firm_id):
    rows = [row for row in links.to_dict("records") if isinstance(row["owner_firm_id"], str)]

    def below(head):
        ours = {head}
        while True:
            votes = {}
            for row in rows:
                if row["owner_firm_id"] in ours:
                    votes[row["firm_id"]] = votes.get(row["firm_id"], 0) + row["share"]
            more = ours | {firm for firm, share in votes.items() if share > 0.5}
            if more == ours:
                return ours
            ours = more

    groups = [below(head) for head in {row["owner_firm_id"] for row in rows} | {firm_id}]
    mine = max((group for group in groups if firm_id in group), key=len)
    return Decimal(str(sum(row["outstanding"] for row in owed.to_dict("records") if row["firm_id"] in mine)))
