"""The verbs of the programme: each is one transaction, or refuses and changes nothing.

Locks are taken in one order everywhere, so that no two of them wait for each other:
registrations being inserted, then the course, then its other rows, then calendar
stamps, and the page cache last.
"""
