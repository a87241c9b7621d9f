"""The demo centre: a working-parent support centre made up from public facts.

``manage.py demo`` sets the database up, loads the sample data of the host and of every
installed plug-in once, and serves the site with its worker.
"""
