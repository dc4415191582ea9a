"""What the bank promises with each product, in a sentence, and how long each has been on offer."""

#: Product -> what the bank promises.
DESCRIPTIONS = {
    "P01": "Money that the customer can take out on any day, with a little interest.",
    "P02": "A sum fixed for one year at a rate agreed on the first day; early withdrawal earns the current rate.",
    "P03": "A sum fixed for three years at a rate agreed on the first day; early withdrawal earns the current rate.",
    "P04": "A large deposit, from 200,000 CNY, for two years; it may be passed on to another customer.",
    "P05": "A firm's money for daily payments, due on demand.",
    "P06": "A firm's sum fixed for one year.",
    "P07": "Money that another bank keeps with this bank to settle payments.",
    "P11": "Money borrowed from another bank for some days, without security.",
    "P12": "Bonds sold with the promise to buy them back at a price agreed today.",
    "P13": "A loan from the central bank, secured by bonds or good loans.",
    "P14": "A debt of the bank itself, sold to investors for five years.",
    "P21": "A loan to buy a home, secured by it and repaid in monthly instalments over up to thirty years.",
    "P22": "A loan to a household for things other than a home, mostly without security.",
    "P23": "A loan to buy a car, which secures it.",
    "P24": "A loan to a person for his or her own business.",
    "P25": "A loan to a firm for stock and customers who pay late; renewed or repaid within a year.",
    "P26": "A loan to a firm for plant and buildings, repaid out of what they earn.",
    "P27": "A bill of exchange bought before it falls due, less interest to that day.",
    "P28": "Equipment that the bank buys and a firm uses against rent, and owns in the end.",
    "P29": "Bonds of the state, of local governments and of firms in the bank's own book.",
    "P30": "Money that this bank keeps with another bank.",
    "P31": "A pool of loans sold to investors, of which the bank keeps a slice and goes on collecting.",
    "P41": "A card that pays from the current account and draws cash.",
    "P42": "A card that pays first and is settled once a month, or in instalments against a fee.",
    "P43": "Accounts, transfers and orders on the telephone, at any hour.",
    "P44": "A manager of one's own, a lounge, medical and travel services, for a monthly fee.",
    "P45": "Money in short paper of high quality, paid out within a day; its value is not guaranteed.",
    "P46": "A portfolio of bonds with a target return, open for redemption on fixed days; its value is not guaranteed.",
    "P47": "A fund of shares and bonds, about half each.",
    "P48": "A fund that holds at least four fifths in shares.",
    "P49": "A fund of shares of one industry.",
    "P50": "Gold by the gram, bought in fixed amounts every month or at will.",
    "P51": "An insurer's cover against death, illness and accident of the family's earners, renewed each year.",
    "P52": "Yearly payments to an insurer against a pension from an agreed age on.",
    "P53": "Payments, collections and cash of a firm.",
    "P54": "A firm's wages paid into its people's accounts on the day named.",
    "P55": "The bank's promise to pay if its customer does not do what was contracted.",
    "P56": "The bank's promise to pay an exporter against documents in order.",
    "P57": "The bank's promise to lend up to a limit within a year.",
    "P58": "A price for foreign currency fixed today for a later day.",
    "P59": "Safe-keeping of a fund's assets, and a watch on what its manager does with them.",
    "P60": "Advice on bonds, mergers and finance, with a report.",
    "P61": "A clerk on the screen for business that otherwise needs a visit to the branch.",
    "P62": "Several family members see and use one purse, each within a limit.",
    "P63": "A game that puts small sums aside with every step reached.",
    "P64": "Questions and orders by voice, understood and answered by the telephone bank.",
}

#: Products that began in the first month shown.
LAUNCHED_WITH_THE_MONTHS = ("P42", "P44")

#: Product -> years on offer before the first statements.
YEARS_ON_OFFER = {
    "P01": 22, "P02": 22, "P03": 22, "P04": 7, "P05": 22, "P06": 22, "P07": 21, "P11": 19, "P12": 18, "P13": 17,
    "P14": 12, "P21": 20, "P22": 16, "P23": 15, "P24": 14, "P25": 22, "P26": 22, "P27": 19, "P28": 9, "P29": 21,
    "P30": 21, "P31": 5, "P41": 18, "P43": 8, "P45": 6, "P46": 6, "P47": 13, "P48": 13, "P49": 9, "P50": 8,
    "P51": 15, "P52": 12, "P53": 22, "P54": 20, "P55": 19, "P56": 17, "P57": 12, "P58": 11, "P59": 10, "P60": 10,
}  # fmt: skip
