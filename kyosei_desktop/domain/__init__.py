"""What is true without a screen, a disk or Qt: plans, fiscal years and eras, rounds, checks and the merge rule.

Imports the standard library only.
"""
