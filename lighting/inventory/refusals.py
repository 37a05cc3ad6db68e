"""The one way in which a whole file is refused."""


class ImportRefusedError(Exception):
    """A file cannot be imported; the text, in the reader's language, says why and what to do."""
