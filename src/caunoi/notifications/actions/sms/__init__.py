"""Text messages through a gateway's HTTP interface."""
