"""The roads out of the house, one module each."""
