"""`python cli.py …` from a checkout; the code is rotation/cli.py."""

from rotation.cli import main

main()
