"""Open311 GeoReport v2: programs of other cities and offices send cases and read what is published."""
