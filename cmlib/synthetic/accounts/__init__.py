"""What personal customers hold and move: holdings, balances, transactions.

Steps of the random stream "accounts": 0 to 9 belong to holdings, balances and everyday movements, 11 to 13 to cards
and packages. Fraud and laundering have a stream of their own.
"""
