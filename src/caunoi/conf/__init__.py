"""Settings, options, routes: the only room that knows all the others."""
