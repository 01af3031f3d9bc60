"""A sentence → pieces: underthesea's tokens and the white space between them, nothing left out.

underthesea's tokenizer is one regular expression of fourteen kinds of token (web addresses, dates, words with
hyphens, …), tried one after the other at every place. Nearly every sentence has three kinds only: words,
numbers, signs. `_TRAP` matches somewhere in any sentence in which another kind could match; the others are
cut by an expression for these three. It may match too often, never too seldom:

    kind                                              needs, and so is a trap
    address, date, number with points, ThS., A.B.     a point before a letter, digit, point; after a capital
    number with commas, fraction, time, dimension     , / : x between digits
    word with a hyphen, telephone, date, arrow        - before a letter, a digit, + - or >
    http:, :) ::                                      : before a letter, a digit, or one of / % ) :
    H'Mông                                            an apostrophe before a letter
    43H                                               a capital after a digit
    =>  =))  >>  <3                                   these
    e-mail address, H&M, °C, _, ♥‿♥, ʺ                these signs, wherever they stand
"""

import re

_TRAP = re.compile(
    r"""
    \.(?:[\w.]|(?<=[A-ZĐ]\.)|(?<=[TMD][prs]\.)|(?<=Mrs\.))
  | (?<=\d)[,/x](?=\d)
  | -[\w+>-]
  | :[\w/%):]
  | ['’](?=\w)
  | (?<=\d)[A-Z]
  | =[=>)] | >> | <3
  | [@&°_♥‿ʺ]
    """,
    re.VERBOSE,
)
_PIECE = re.compile(r"[^\W\d]\w*|\s+|\d+|[^\w\s]")


def is_plain(sentence: str) -> bool:
    """Whether `sentence`, in NFC, has only tokens that `plain_pieces` knows."""
    return _TRAP.search(sentence) is None


def plain_pieces(sentence: str) -> list[str]:
    """The pieces of a plain sentence: together they are `sentence`."""
    return _PIECE.findall(sentence)


def pieces_of(sentence: str, tokens: "re.Pattern[str]") -> list[str]:
    """The pieces of any sentence, its tokens being what `tokens` finds."""
    pieces: list[str] = []
    end = 0
    for found in tokens.finditer(sentence):
        start, stop = found.span()
        if end < start:
            pieces.append(sentence[end:start])
        pieces.append(found[0])
        end = stop
    if end < len(sentence):
        pieces.append(sentence[end:])
    return pieces
