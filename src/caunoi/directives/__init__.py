"""A directive, its frozen recipients, obligations, acknowledgement, coverage."""
