"""`python -m rotation …`, for where the script is not on the path."""

from rotation.cli import main

main()
