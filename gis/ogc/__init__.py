"""The territory for other programs: OGC API Features and Tiles over the declared layers."""
