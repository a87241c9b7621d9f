"""Pages of the grants app; who may do what is asked of ``grants.rules`` and the domain."""
