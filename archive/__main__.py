"""`python -m archive`: the same as `vankho`."""

from archive.cli import main

if __name__ == "__main__":
    main()
