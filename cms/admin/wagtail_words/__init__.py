"""Korean for what Wagtail's own catalogue leaves in English or says badly.

An app, and placed in INSTALLED_APPS after the host and its plug-ins and before Wagtail: the
earlier app has the say. Only what staff here meet is in it; drop what Wagtail says well.
"""
