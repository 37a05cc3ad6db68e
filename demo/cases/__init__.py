"""Invented requests of invented residents, made by the services that real ones go through."""
