"""Staff screens of the grants app."""
