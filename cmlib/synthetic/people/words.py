"""The words in which a customer is described. The customer file and the truth use the same ones."""

GENDERS = ("female", "male")
EDUCATIONS = ("middle school", "high school", "college", "bachelor", "master or above")
MARITAL = ("single", "married", "divorced", "widowed")
OCCUPATIONS = (
    "worker",
    "clerk",
    "professional",
    "manager",
    "civil servant",
    "self-employed",
    "business owner",
    "farmer",
    "student",
    "retired",
)
EMPLOYER_INDUSTRIES = (
    "manufacturing",
    "construction",
    "trade",
    "transport",
    "information technology",
    "finance",
    "education and health",
    "government",
    "agriculture",
    "other services",
)
DISTRICTS = ("north", "east", "south", "west")
HOMES = ("own, paid off", "own, mortgaged", "rented", "with family")
LIFESTYLES = ("family", "career", "travel and leisure", "health and sport", "collecting and culture", "thrift")

#: What a customer looks for first: profit 求利, convenience 求便, stability 求稳, privacy 求密.
MOTIVES = ("profit", "convenience", "stability", "privacy")

#: How a customer talks: analytical 分析型, driving 主导型, amiable 亲切型, expressive 表现型.
STYLES = ("analytical", "driving", "amiable", "expressive")

#: How a customer was found.
SEARCH_CHANNELS = (
    "own relationships",
    "published information",
    "door-to-door",
    "chain referral",
    "intermediary",
    "group introduction",
)

COMPLAINT_TOPICS = ("waiting time", "fees", "mobile banking", "staff", "investment loss", "wrong booking", "card")
