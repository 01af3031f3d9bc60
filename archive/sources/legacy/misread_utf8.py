"""UTF-8 that a program read as Windows-1252: two or three characters a letter.

    Cá»™ng hÃ²a xÃ£ há»™i   read as Windows-1252
    Cộng hòa xã hội

No code from before Unicode, but the commonest damage after it, and repaired in the same way.
"""

import re

from archive.sources.legacy.bytetext import shown
from archive.sources.legacy.code import Code

_SEQUENCE = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LOST_A0 = re.compile("\xc3 ")  # à is C3 A0, whose second half many programs turn into a plain space


def _letter(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode("utf-8", "replace")


def _read(text: str) -> str:
    return shown(_SEQUENCE.sub(_letter, _LOST_A0.sub("\xc3\xa0", text)))


MISREAD_UTF8 = Code("utf-8", "UTF-8", _read)
