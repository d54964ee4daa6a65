"""What can go wrong while printing, each with the sentence a person sees."""

from __future__ import annotations


class PrintingError(Exception):
    """A paper could not be made."""


class FontMissingError(PrintingError):
    """The school's typeface is not installed; printing with another would show empty boxes for names."""


class ForbiddenAddressError(PrintingError):
    """A paper asked for something outside itself."""
