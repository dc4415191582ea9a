"""What personal customers hold and move: holdings, balances, transactions."""
