"""What the classes add to the host, by what it is about; ``events.apps`` passes it on."""
