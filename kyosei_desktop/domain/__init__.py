"""What is true without a screen, a disk or Qt: plans, fiscal years, eras, rounds and the merge rule.

Imports the standard library only.
"""
