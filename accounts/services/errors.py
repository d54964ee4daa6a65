"""What every refusal of this room is: an exception whose text is the sentence people read."""

from __future__ import annotations


class PeopleError(Exception):
    """The act cannot be done; the text says in Chinese why and what to do."""


class NotAllowed(PeopleError):
    """The actor must not do this to this person."""
