"""Exact exports of a table: every row that the page's filters keep, with typed values."""
