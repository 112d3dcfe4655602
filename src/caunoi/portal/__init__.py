"""What the public and members see first."""
