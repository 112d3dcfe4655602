"""The sample federation: real places, invented unions and people; everything is marked as sample data."""
