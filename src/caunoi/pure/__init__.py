"""What computes: Django-free functions a lawyer or a statistician can read, test by hand and reuse."""
