#!/usr/bin/env python
"""The same as the `municipality` command, under the name that Django's tools expect."""

from municipality.cli import main

if __name__ == "__main__":
    main()
