"""Addresses of the grants app."""
