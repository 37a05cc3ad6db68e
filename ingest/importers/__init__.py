"""Files that `municipality import` can read: one module each, one entry in `registry`."""
