"""Calendars: entries become iCalendar bytes, feeds answer conditionally, invitations go by mail.

Records keep their serialised VEVENT (``entries.vevent``); a feed joins those lines and
is identified, without being rendered, by a stamp raised in the transaction of each
change (``stamps``).
"""
