"""The machine room: private services, their configuration and the supervisor. Imports no Django."""
