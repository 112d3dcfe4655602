"""Outgoing: notices to people, one folder per transport."""
