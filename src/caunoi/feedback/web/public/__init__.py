"""Pages without an account: sending, following, the register."""
