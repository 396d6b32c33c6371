"""Which teacher goes to which school: a plan proven best, that anyone can recompute.

One way through: county → candidates → rows and goals → plan → audit → what is told to people.
"""
