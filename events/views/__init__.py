"""Pages people see: they fetch, ask the rules, call one verb, and render."""
