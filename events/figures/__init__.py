"""Figures of the classes for staff and reports."""
