"""The personal page and what hangs from it. Views ask the rules; the domain decides."""
