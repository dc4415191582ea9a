"""The words of the corporate customer file and of the file of institutions."""

LEGAL_FORMS = ("limited company", "joint-stock company", "state-owned company", "partnership")

#: small 小型, medium 中型, large 大型, group 集团.
SIZE_CLASSES = ("small", "medium", "large", "group")

#: Which line of business a firm needs most: 负债类, 资产类, 中间业务类, 延伸类.
NEEDS = ("deposit-led", "asset-led", "intermediary-led", "extended-led")

#: What a firm looks for first in a bank.
FIRM_MOTIVES = ("low cost", "speed", "a reliable partner", "discretion")

PROJECTS = ("expansion", "new product line", "renewal of equipment", "relocation", "environmental protection")

#: Government, public institutions, and financial peers.
INSTITUTION_KINDS = ("government", "public institution", "bank", "insurer", "securities firm", "fund house")
PEERS = INSTITUTION_KINDS[2:]

FUNDING_SOURCES = ("state budget", "budget and own fees", "own fees", "shareholders", "state shareholder")

LICENCES = ("full", "restricted", "under review")

RATINGS = ("AAA", "AA+", "AA", "AA-", "A+", "A")
