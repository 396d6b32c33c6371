"""`python cli.py …` from a checkout; the code is rotation/cli/__init__.py."""

from rotation.cli import main

if __name__ == "__main__":  # workers of a local cluster read this file too
    main()
