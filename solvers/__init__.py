"""Exact lexicographic 0-1 programs: price, prune, prove. Knows nothing of teachers.

`program` states a program, `lexicographic.solve` solves it goal after goal: `relaxation` bounds a
goal by the linear relaxation with pricing, `certificate` turns its duals into a bound that holds in
exact integers, `kernel` prunes by reduced costs and settles what is left with `cpsat`.
`conflict` finds blocks of rows that cannot hold together.
"""
