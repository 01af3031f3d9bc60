"""Family names, middle names and given names of Vietnamese people, as rules need them."""

from index.entities.lists import words

FAMILIES = words("families")
"""Family names. Many are other words too."""

SURE = words("sure families")
"""Family names that begin a name without more evidence."""

MIDDLES = words("middle names")
GIVEN = words("given names")


def like_name(name: str) -> bool:
    """Whether a family name, a middle name and a given name say by themselves that this is a person."""
    family, *middle, given = name.split()
    if not middle or len(middle) > 3:
        return False
    if given not in GIVEN:
        return family in SURE and middle[0] in ("Văn", "Thị") and len(given) > 1
    return middle[0] in (MIDDLES if family in SURE else _PLAIN_MIDDLES)


_PLAIN_MIDDLES = words("plain middle names")
