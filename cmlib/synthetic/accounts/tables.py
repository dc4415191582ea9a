"""The tables of what personal customers hold and move."""

from cmlib.synthetic.accounts.holdings import PRODUCT_IDS
from cmlib.synthetic.accounts.movements import CHANNELS, COUNTERPARTIES, KINDS
from cmlib.synthetic.accounts.service_costs import TABLE as SERVICE_COSTS
from cmlib.synthetic.schema import Column, Reference, Table, refers_to
from cmlib.synthetic.world.fund_prices import TABLE as FUND_PRICES

_HOLDING = Column("holding_id", "string", "The holding.", "持有编号")
_CUSTOMER = Column("customer_id", "string", "The customer.", "客户编号")
_MONTH = Column("month", "date", "First day of the month.", "月份")

HOLDINGS = Table(
    "holdings",
    "What personal customers hold",
    "One row a product that a customer holds or held. Every customer has one current account, from joining to leaving.",
    ("holding_id",),
    (
        _HOLDING,
        _CUSTOMER,
        Column("product_id", "string", "The product.", "产品编号", allowed=tuple(sorted(PRODUCT_IDS))),
        Column("opened", "date", "Day of opening.", "开立日"),
        Column("closed", "date", "Day of closing; missing while open.", "销户日", required=False),
        Column("maturity", "date", "Day on which a time deposit is due; missing for others.", "到期日", required=False),
        Column(
            "rate",
            "number",
            "What this customer is paid, a year; big depositors bargain. Missing where the product bears no rate.",
            "执行利率",
            "fraction",
            required=False,
            minimum=0,
            decimals=4,
        ),
        Column("channel", "string", "Where it was opened.", "开立渠道", allowed=CHANNELS),
    ),
    references=refers_to("customer_id", "product_id"),
    format="parquet",
)

BALANCES = Table(
    "balances",
    "Balances at the months' ends",
    "One row a month and holding that has a balance. Balance = balance of the month before + inflow - outflow + "
    "interest; a holding opened in the months shown begins at 0. For the credit card the balance is what is owed: "
    "inflow is what was bought, outflow what was repaid.",
    ("holding_id", "month"),
    (
        _HOLDING,
        _CUSTOMER,
        _MONTH,
        Column("inflow", "number", "Came in during the month.", "流入", "CNY", minimum=0),
        Column("outflow", "number", "Went out during the month.", "流出", "CNY", minimum=0),
        Column(
            "interest",
            "number",
            "Interest credited (a time deposit's when it is repaid), or the change of an investment's value.",
            "利息或估值变动",
            "CNY",
        ),
        Column("balance", "number", "At the month's end; 0 once closed.", "月末余额", "CNY", minimum=0),
    ),
    references=refers_to("holding_id", "customer_id"),
    format="parquet",
)

TRANSACTIONS = Table(
    "transactions",
    "Movements on current accounts and credit cards",
    "One row a movement, in the order of time. Customers have other banks: money comes in from them before it is "
    "missing here, and what lies idle goes out to them.",
    ("transaction_id",),
    (
        Column("transaction_id", "integer", "Number of the movement, unique in the bank.", "交易编号"),
        Column("holding_id", "string", "The current account or credit card.", "持有编号"),
        _CUSTOMER,
        Column("date", "date", "Day of booking.", "交易日期"),
        Column(
            "second", "integer", "Time of day, in seconds since midnight.", "交易时刻", "s", minimum=0, maximum=86_399
        ),
        Column(
            "amount", "number", "Positive in, negative out; a purchase with the credit card is negative.", "金额", "CNY"
        ),
        Column("kind", "string", "What it is.", "交易类型", allowed=KINDS),
        Column("channel", "string", "Where it was done; automatic needs nobody.", "渠道", allowed=CHANNELS),
        Column("counterparty", "string", "With whom.", "交易对手", allowed=COUNTERPARTIES),
        Column(
            "counterparty_id",
            "string",
            "The other customer, if it is a customer of this bank; else missing.",
            "对手客户编号",
            required=False,
        ),
        Column(
            "device",
            "integer",
            "0 for the customer's usual telephone or computer, 1, 2, ... for others; missing where none was used.",
            "设备",
            required=False,
            minimum=0,
        ),
    ),
    references=(*refers_to("holding_id", "customer_id"), Reference("counterparty_id", "customers", "customer_id")),
    format="parquet",
)

CUSTOMER_MONTHS = Table(
    "customer_months",
    "Contacts of customers with the bank",
    "One row a customer and month of being one.",
    ("customer_id", "month"),
    (
        _CUSTOMER,
        _MONTH,
        Column(
            "counter_visits",
            "integer",
            "Visits to the counter, for a transaction or a question.",
            "柜面次数",
            minimum=0,
        ),
        Column("calls", "integer", "Calls to the telephone bank.", "电话次数", minimum=0),
        Column("app_logins", "integer", "Logins to mobile banking.", "手机银行登录次数", minimum=0),
        Column(
            "advice_minutes", "integer", "Time that the customer manager spent on advice.", "咨询时长", "min", minimum=0
        ),
    ),
    references=refers_to("customer_id"),
    format="parquet",
)

WORLD_TABLES = (FUND_PRICES, SERVICE_COSTS)
TABLES = (HOLDINGS, BALANCES, TRANSACTIONS, CUSTOMER_MONTHS)
