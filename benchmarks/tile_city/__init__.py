"""An invented city of a million points and 200,000 lines, as two layers like any other."""
