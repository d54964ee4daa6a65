"""What verification says when something is wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """The first bad row: in which part (chain, head, checkpoints, witnesses), its number if it has one, its subject, and why."""

    part: str
    sequence: int | None
    subject: str
    reason: str

    def __str__(self) -> str:
        number = f"第 {self.sequence} 筆" if self.sequence is not None else ""
        subject = f"「{self.subject}」" if self.subject else ""
        return f"{number}{subject}{'：' if number or subject else ''}{self.reason}"
