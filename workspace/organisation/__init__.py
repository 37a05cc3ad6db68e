"""The lists of the organisation as tables; their addresses and gates are those of `people`."""
