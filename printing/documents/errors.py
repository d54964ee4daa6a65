"""What can go wrong while printing, each with the sentence a person sees."""

from __future__ import annotations


class PrintingError(Exception):
    """A paper could not be made."""


class FontMissingError(PrintingError):
    """The school's typeface is not installed; printing with another would show empty boxes for names."""


class CharacterMissingError(PrintingError):
    """No Kai font has these characters; `characters` names them."""

    def __init__(self, characters: str) -> None:
        super().__init__(
            f"列印用的楷體沒有「{characters}」，這份表單無法列印：請改用其他寫法後再印，或印空白表單以筆填寫。"
        )
        self.characters = characters


class ForbiddenAddressError(PrintingError):
    """A paper asked for something outside itself."""
