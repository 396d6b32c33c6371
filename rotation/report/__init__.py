"""What is told of a plan, one file an output format."""
