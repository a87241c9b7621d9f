"""Figures of the programmes by month: measured while a month is open, kept once it is closed."""
