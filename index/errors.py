"""What goes wrong with an index. Every message is a Vietnamese sentence that says which command to run."""


class GenerationError(Exception):
    """No generation can be served, or the one at hand cannot be used."""


class NoIndex(GenerationError):
    """Nothing has been built yet."""


class Damage(GenerationError):
    """A file is not what was written; the message names it."""


class Busy(Exception):
    """Another process is building; the message names it."""
