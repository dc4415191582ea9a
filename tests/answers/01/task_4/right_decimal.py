"""
what: exact decimals, missing where a group is empty
points: 11 of 11
"""
from decimal import Decimal


def net_per_call(contacts, campaigns, campaign_id):
    terms = {row.campaign_id: row for row in campaigns.itertuples()}[campaign_id]
    here = contacts[contacts["campaign_id"] == campaign_id]

    def rate(rows):
        return Decimal(int(rows["responded"].sum())) / len(rows) if len(rows) else Decimal("nan")

    alone = rate(here[~here["contacted"].astype(bool)])
    answer = {}
    for offer in "AB":
        got = rate(here[here["contacted"].astype(bool) & (here["offer"] == offer)])
        answer[offer] = (got - alone) * Decimal(str(terms.margin_per_response)) - Decimal(str(terms.cost_per_contact))
    return answer
