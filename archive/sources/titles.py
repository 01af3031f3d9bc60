"""Does a title belong to its text?"""


def supported(title: str, text: str) -> bool:
    """Whether `text` is about what `title` says."""
    raise NotImplementedError
