"""Exact lexicographic 0-1 programs: price, prune, prove. Knows nothing of teachers.

`program` states a program, `lexicographic.solve` solves it: goal after goal down the `descent`, from a basis that
its independent `parts` give `beside` each other. `relaxation` bounds a goal by the linear relaxation with
pricing, `cuts` take fractional vertices away, `certificate` turns duals into a bound that holds in exact
integers; what is left is the `kernel`, for `mip` and `cpsat`. `conflict` finds blocks of rows that cannot
hold together. `limits` refuses numbers that would not be reckoned with exactly.
"""
