"""What no customer made: the economy, the industries, the products."""
