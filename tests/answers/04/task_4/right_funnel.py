"""
what: cmlib's channel_funnel
points: 12 of 12
"""
def cost_per_profit(leads, profits, first, last):
    period = leads[(leads["found_on"] >= first) & (leads["found_on"] <= last)]
    period = period.merge(profits[["customer_id", "profit"]].dropna(), on="customer_id", how="left")
    period["stage"] = np.where(period["customer_id"].notna(), "signed", "lead")
    period["profit"] = period["profit"].fillna(0.0)
    return segments.channel_funnel(period, stages=["lead", "signed"], value="profit")["cost_per_value"].to_dict()
