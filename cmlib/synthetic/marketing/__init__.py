"""How customers are found and won: leads, referrals, visits, campaigns."""
