"""What other screens show of classes."""
