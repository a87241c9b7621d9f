"""Personal data to the letter: given out, erased, destroyed in time, looked at on record."""
