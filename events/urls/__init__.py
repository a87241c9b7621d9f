"""Addresses, by who they are for."""
