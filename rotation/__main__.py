"""`python -m rotation …`, for where the script is not on the path."""

import sys

if __name__ == "__main__":  # workers of a local cluster read this file too
    if not sys.flags.safe_path:
        # The folder one works in comes last: a file there named datetime.py is the officer's, not a library.
        sys.path.append(sys.path.pop(0))
    from rotation.cli import main

    main()
