"""Import of a lighting inventory: columns, reading, rules, loading and report, in this order."""
