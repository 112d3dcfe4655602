"""Online quiz contests: a question bank, drawn papers, a server's clock, boards by unit."""
