"""Measurements against a baseline in the same run: ``python -m tests.benchmarks``.

Never part of the tests: a number of seconds is a fact about a machine. What is compared
takes turns with its baseline, the median of five rounds counts, and the spread is shown.
Figures worth keeping go into ``docs/performance.md`` by hand.
"""
