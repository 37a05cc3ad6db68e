"""Measures the telemetry path against its limits, and breaks it on purpose. See README.md."""
