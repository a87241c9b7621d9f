"""Every address of the site, asked by everyone: who gets in, and what they read there."""
