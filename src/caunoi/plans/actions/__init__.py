"""What changes plans, activities and figures."""
