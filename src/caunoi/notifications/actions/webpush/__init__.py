"""Notices on people's machines (RFC 8030, 8188, 8291, 8292)."""
