"""Zalo Official Account: people write to it, a case comes of it once they say so, and answers go back."""
