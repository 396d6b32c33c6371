"""`python -m rotation …`, for where the script is not on the path."""

from rotation.cli import main

if __name__ == "__main__":  # workers of a local cluster read this file too
    main()
