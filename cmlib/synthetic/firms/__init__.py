"""Corporate borrowers: their lives, their books, and what the credit officer thinks of them."""
