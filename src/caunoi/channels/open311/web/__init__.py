"""The door: addresses, forms of answers, views."""
