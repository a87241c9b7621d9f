"""Pages with everything their templates show to one reader."""
