"""Reading plans, activities and indicators."""
