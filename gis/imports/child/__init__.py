"""Reads a file from outside in a process of its own, which may do nothing else.

It is started with narrow limits by `gis.imports.sandbox`, knows neither Django nor the database,
and turns every format into the same lines, ready for COPY. What it cannot use it refuses by a code.
"""
