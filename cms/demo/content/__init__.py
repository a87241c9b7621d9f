"""The words of the demo centre, Korean and English side by side.

Facts about the centre's first years follow a public report to a city council; names of
communities and people are made up, and nobody is named who did not hold a public office.
"""
