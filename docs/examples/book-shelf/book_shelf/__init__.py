"""Books that members borrow from a shelf at the centre."""

__version__ = "0.1"
