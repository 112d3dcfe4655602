"""E-mail in: a letter becomes a case, a reply becomes part of its case; answers go back by e-mail."""
