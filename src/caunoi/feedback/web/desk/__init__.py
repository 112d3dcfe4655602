"""Pages of those who sort, answer and watch."""
