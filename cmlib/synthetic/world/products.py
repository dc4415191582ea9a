"""What the bank sells and how it funds itself: the product catalogue, in three business lines.

Rates are fractions of the balance a year: what the customer pays (loans) or is paid (deposits). The
transfer price is what the treasury pays for the deposit or charges for the loan. ``fee_rate`` is a
fraction of the balance a year, ``fee`` is CNY a year for each holder. Levels are the marketing
department's marks from 1 to 5 for the core, the formal and the extended product.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Product:
    """One product. ``customer_kind``: personal, corporate, both, or treasury (the bank itself deals)."""

    id: str
    name: str
    zh: str
    business_line: str  # asset, liability, intermediary
    product_group: str
    customer_kind: str
    rate: float
    transfer_price: float
    fee_rate: float
    fee: float
    risk_level: int  # 0 where there is no investment risk to the customer, else 1 (R1) to 5 (R5)
    term_months: int  # 0: none, or as agreed
    core: int
    formal: int
    extended: int


PRODUCTS = (
    # liability business: deposits
    Product("P01", "current account", "活期存款", "liability", "deposits", "personal", 0.0010, 0.0150, 0, 0, 0, 0, 4, 3, 2),
    Product("P02", "one-year time deposit", "一年期定期存款", "liability", "deposits", "personal", 0.0150, 0.0205, 0, 0, 0, 12, 4, 3, 1),
    Product("P03", "three-year time deposit", "三年期定期存款", "liability", "deposits", "personal", 0.0220, 0.0265, 0, 0, 0, 36, 4, 2, 1),
    Product("P04", "certificate of deposit", "大额存单", "liability", "deposits", "personal", 0.0245, 0.0270, 0, 0, 0, 24, 5, 3, 3),
    Product("P05", "corporate current deposit", "单位活期存款", "liability", "deposits", "corporate", 0.0015, 0.0150, 0, 0, 0, 0, 4, 3, 2),
    Product("P06", "corporate time deposit", "单位定期存款", "liability", "deposits", "corporate", 0.0160, 0.0210, 0, 0, 0, 12, 4, 3, 1),
    Product("P07", "interbank deposit", "同业存放", "liability", "deposits", "treasury", 0.0190, 0.0205, 0, 0, 0, 0, 3, 3, 1),
    # liability business: borrowings
    Product("P11", "interbank borrowing", "同业拆入", "liability", "borrowings", "treasury", 0.0195, 0.0200, 0, 0, 0, 0, 3, 3, 1),
    Product("P12", "repurchase agreement", "卖出回购", "liability", "borrowings", "treasury", 0.0185, 0.0195, 0, 0, 0, 0, 3, 3, 1),
    Product("P13", "borrowing from the central bank", "向中央银行借款", "liability", "borrowings", "treasury", 0.0200, 0.0210, 0, 0, 0, 12, 3, 2, 1),
    Product("P14", "bond issued", "发行债券", "liability", "borrowings", "treasury", 0.0270, 0.0275, 0, 0, 0, 60, 3, 3, 1),
    # asset business
    Product("P21", "home mortgage", "个人住房贷款", "asset", "loans", "personal", 0.0395, 0.0260, 0, 0, 0, 0, 5, 3, 2),
    Product("P22", "consumer loan", "个人消费贷款", "asset", "loans", "personal", 0.0560, 0.0225, 0, 0, 0, 0, 4, 4, 2),
    Product("P23", "car loan", "汽车贷款", "asset", "loans", "personal", 0.0480, 0.0230, 0, 0, 0, 0, 4, 3, 2),
    Product("P24", "business owner's loan", "个人经营贷款", "asset", "loans", "personal", 0.0455, 0.0225, 0, 0, 0, 0, 5, 3, 3),
    Product("P25", "working-capital loan", "流动资金贷款", "asset", "loans", "corporate", 0.0420, 0.0220, 0, 0, 0, 12, 5, 3, 2),
    Product("P26", "fixed-asset loan", "固定资产贷款", "asset", "loans", "corporate", 0.0450, 0.0260, 0, 0, 0, 0, 5, 2, 2),
    Product("P27", "discounted bill", "票据贴现", "asset", "bills", "corporate", 0.0200, 0.0185, 0, 0, 0, 6, 4, 4, 1),
    Product("P28", "financial lease", "融资租赁", "asset", "leasing", "corporate", 0.0560, 0.0265, 0, 0, 0, 36, 4, 3, 3),
    Product("P29", "bond investment", "债券投资", "asset", "bond investment", "treasury", 0.0270, 0.0250, 0, 0, 0, 0, 3, 3, 1),
    Product("P30", "interbank placement", "存放同业", "asset", "interbank", "treasury", 0.0195, 0.0190, 0, 0, 0, 0, 3, 3, 1),
    Product("P31", "loan securitisation", "贷款证券化", "asset", "securitisation", "treasury", 0.0320, 0.0255, 0.0040, 0, 0, 0, 3, 2, 2),
    # intermediary business
    Product("P41", "debit card", "借记卡", "intermediary", "cards", "personal", 0, 0, 0, 10, 0, 0, 4, 3, 2),
    Product("P42", "credit card", "信用卡", "intermediary", "cards", "personal", 0, 0.0200, 0.0950, 0, 0, 0, 4, 5, 4),
    Product("P43", "mobile banking", "手机银行", "intermediary", "settlement", "personal", 0, 0, 0, 0, 0, 0, 5, 5, 3),
    Product("P44", "premium service package", "贵宾服务包", "intermediary", "advisory", "personal", 0, 0, 0, 336, 0, 0, 2, 4, 5),
    Product("P45", "cash-management wealth product", "现金管理类理财", "intermediary", "agency", "personal", 0.0185, 0, 0.0030, 0, 1, 0, 4, 4, 3),
    Product("P46", "fixed-income wealth product", "固定收益类理财", "intermediary", "agency", "personal", 0.0290, 0, 0.0050, 0, 2, 0, 4, 4, 3),
    Product("P47", "balanced fund", "混合型基金", "intermediary", "agency", "personal", 0, 0, 0.0100, 0, 3, 0, 3, 4, 3),
    Product("P48", "share fund", "股票型基金", "intermediary", "agency", "personal", 0, 0, 0.0130, 0, 4, 0, 3, 4, 3),
    Product("P49", "sector fund", "行业主题基金", "intermediary", "agency", "personal", 0, 0, 0.0150, 0, 5, 0, 3, 4, 2),
    Product("P50", "gold savings plan", "积存金", "intermediary", "trading", "personal", 0, 0, 0.0060, 0, 4, 0, 4, 3, 2),
    Product("P51", "family protection insurance", "家庭保障保险", "intermediary", "agency", "personal", 0, 0, 0, 260, 0, 0, 4, 2, 3),
    Product("P52", "pension insurance", "养老年金保险", "intermediary", "agency", "personal", 0, 0, 0, 420, 0, 0, 4, 2, 4),
    Product("P53", "payment and settlement", "支付结算", "intermediary", "settlement", "corporate", 0, 0, 0.0004, 1_200, 0, 0, 5, 4, 3),
    Product("P54", "payroll agency", "代发工资", "intermediary", "agency", "corporate", 0, 0, 0, 3_600, 0, 0, 4, 4, 4),
    Product("P55", "letter of guarantee", "银行保函", "intermediary", "guarantee", "corporate", 0, 0, 0.0080, 0, 0, 12, 4, 3, 2),
    Product("P56", "letter of credit", "信用证", "intermediary", "guarantee", "corporate", 0, 0, 0.0050, 0, 0, 6, 4, 3, 2),
    Product("P57", "loan commitment", "贷款承诺", "intermediary", "commitment", "corporate", 0, 0, 0.0025, 0, 0, 12, 3, 3, 2),
    Product("P58", "foreign exchange hedging", "外汇套期保值", "intermediary", "trading", "corporate", 0, 0, 0.0030, 0, 0, 0, 3, 2, 3),
    Product("P59", "fund custody", "基金托管", "intermediary", "custody", "corporate", 0, 0, 0.0008, 0, 0, 0, 4, 3, 3),
    Product("P60", "financial advisory", "财务顾问", "intermediary", "advisory", "corporate", 0, 0, 0, 30_000, 0, 0, 3, 2, 5),
)  # fmt: skip

#: Name of a product -> its number, as in ``PRODUCT_ID["credit card"]``.
PRODUCT_ID = {product.name: product.id for product in PRODUCTS}

#: Number of a product -> the product.
BY_ID = {product.id: product for product in PRODUCTS}
