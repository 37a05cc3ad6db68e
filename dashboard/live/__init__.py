"""The live stream: one listener, one encoding of each update, many readers."""
