"""Ways in besides the web, one folder each: Open311, e-mail, Zalo, the hotline's desk, paper. All call one action."""
