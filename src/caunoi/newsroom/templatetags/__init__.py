"""Tags of the newsroom's pages."""
