"""Yearly plans, their tasks, the activities that carry them out with evidence, and indicators."""
