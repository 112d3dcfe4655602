"""Units in a tree with history, successors, roles, members."""
