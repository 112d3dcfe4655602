"""What a clerk enters for somebody who called, came, or wrote on paper: one form, one check, one receipt."""
