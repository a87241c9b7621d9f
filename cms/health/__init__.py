"""Is the process alive, and is the site ready to serve?"""
