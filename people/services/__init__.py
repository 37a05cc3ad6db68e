"""Every change of the organisation: who may, by which rules, in one transaction, with its trace."""
