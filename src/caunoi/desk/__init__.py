"""What an officer sees first."""
