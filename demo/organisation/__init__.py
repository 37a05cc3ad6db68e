"""The invented organisation of the demonstration: usual roles, services, posts, people."""
