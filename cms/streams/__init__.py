"""StreamFields whose blocks come from the host and from plug-ins.

A block of a plug-in that is off, or no longer installed, stays in the page: locked for
the editor, invisible to visitors, unchanged by every save. See ``stream`` for how.
"""
