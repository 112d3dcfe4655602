"""Components of the design language."""
