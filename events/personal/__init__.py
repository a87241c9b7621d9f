"""What the classes know of a person, as the host asks for it: given, erased, destroyed."""
