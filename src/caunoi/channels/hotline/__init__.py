"""The hotline's desk, and the one where people come in person: a clerk types while somebody speaks."""
