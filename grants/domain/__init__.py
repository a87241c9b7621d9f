"""Verbs of the grants app. Each is one transaction; ``clock`` tells the time inside it."""
