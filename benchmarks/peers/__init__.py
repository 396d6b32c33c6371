"""Ways to solve a program, one file each."""
