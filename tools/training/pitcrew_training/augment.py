"""Misspells a text a little differently each epoch, so that a decider learns words and not their spelling.

Pure but for the random source it is given. Numbers need no such treatment: deciders read texts whose digits are all 0.
"""

import random
import re

LONG_WORD = re.compile(r"[a-z]{4,}")
MISSPELT_SHARE = 0.1


def sometimes_misspelt(text: str, chance: float, source: random.Random) -> str:
    """By the given chance the text with one in ten of its longer words misspelt, else the text itself."""
    if source.random() >= chance:
        return text
    return LONG_WORD.sub(
        lambda match: misspelt(match.group(), source) if source.random() < MISSPELT_SHARE else match.group(), text
    )


def misspelt(word: str, source: random.Random) -> str:
    """One letter swapped with its neighbour, dropped, or doubled; the first letter stays."""
    at = source.randrange(1, len(word) - 1)
    slip = source.choice(("swap", "drop", "double"))
    if slip == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if slip == "drop":
        return word[:at] + word[at + 1 :]
    return word[: at + 1] + word[at:]
