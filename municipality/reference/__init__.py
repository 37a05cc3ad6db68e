"""The stock admin, for reference tables alone: what is law or custom here, and no personal data.

It shows and asks; each change goes through the service of the room that owns the table.
"""
