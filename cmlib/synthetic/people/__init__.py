"""Personal customers: who they are, how long they stay, and what the customer file says of them."""
