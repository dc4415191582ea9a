"""The words of marketing: how far a lead has come, who knows whom, and what happens in a visit."""

#: How far a lead has come: named 线索, appointment 约见, visit 拜访, proposal 方案, signed 签约.
LEAD_STAGES = ("lead", "appointment", "visit", "proposal", "signed")

AGE_BANDS = ("under 25", "25-34", "35-44", "45-54", "55-64", "65 and over")
#: The first age of each band but the first.
AGE_BAND_STARTS = (25, 35, 45, 55, 65)

#: Estimated monthly income, CNY.
INCOME_BANDS = ("under 4,000", "4,000-7,999", "8,000-14,999", "15,000-29,999", "30,000 and over")
#: The least income of each band but the first.
INCOME_BAND_STARTS = (4_000, 8_000, 15_000, 30_000)

#: How two customers know each other: relatives 亲戚, classmates 同学, friends 朋友, customers 客户, colleagues 同事,
#: fellow-townspeople 同乡.
RELATIONS = ("relatives", "classmates", "friends", "customers", "colleagues", "fellow-townspeople")

VISIT_KINDS = ("personal", "corporate")

#: What gave rise to a visit: nothing, or one of the moments of entry in `firms.events`.
COLD = "cold"

#: How far a visit went: opening 开场, theme 主题, close 成交.
VISIT_STAGES = ("opening", "theme", "close")
OPENING, THEME, CLOSE = range(3)

#: What is marked from 1 to 5 in the notes of a visit, and tells of the style of the person visited.
NOTES = ("asks_for_detail", "decides_fast", "talks_of_people", "shows_enthusiasm", "formality")

OBJECTIONS = ("none", "price", "need", "trust", "timing")
CLOSING_SIGNALS = ("none", "speech", "behaviour", "expression")

#: How a manager asks for a decision: 直接请求, 建议试用, 优惠让步, 利益汇总.
TECHNIQUES = ("direct request", "suggested trial", "concession", "summary of benefits")

PARTS_OF_DAY = ("morning", "afternoon")
