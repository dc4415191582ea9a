"""
what: adds the marks up instead of fitting a model
points: 5 of 14
loses: test_2, test_3
hint: a logistic regression weighs them
"""
def call_list(leads, n):
    waiting = leads[leads["signed_on"].isna() & leads["lost_on"].isna()]
    waiting = waiting.assign(worth=waiting[marks].sum(axis=1) * waiting["estimated_assets"])
    return waiting.sort_values(["worth", "lead_id"], ascending=[False, True])["lead_id"].head(n).tolist()
