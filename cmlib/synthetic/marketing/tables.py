"""The tables of marketing, in the order in which they are shown."""

from cmlib.synthetic.marketing.campaign_tables import CAMPAIGN_CONTACTS, CAMPAIGNS
from cmlib.synthetic.marketing.lead_tables import CONTACTS, LEADS, REFERRALS
from cmlib.synthetic.marketing.visit_tables import APPOINTMENTS, FREE_HALF_DAYS, VISITS

TABLES = (LEADS, CONTACTS, REFERRALS, VISITS, APPOINTMENTS, FREE_HALF_DAYS, CAMPAIGNS, CAMPAIGN_CONTACTS)
