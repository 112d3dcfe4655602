"""Governing documents: symbols, clauses, relations, validity, the six reform areas; reading of files."""
