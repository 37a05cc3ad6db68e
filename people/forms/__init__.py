"""What people type about the organisation, checked beside the field."""
