"""Bad input everywhere: never a 500, nothing half-saved, and words one can read."""
