"""Zalo: keys of the Official Account, and notices by ZNS template."""
