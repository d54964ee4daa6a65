"""A copy's plain stream, going in and coming out: cut, sealed and hashed beside the reading, a few parts at a time.

At most `AT_ONCE` parts are in memory beside the one being filled, whatever the size of the copy.
"""

from __future__ import annotations

import hashlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from retention.rules import PART_BYTES
from retention.storage.parts import PartMissing, PartUnread, read_part, write_part
from retention.storage.sealing import SealBroken, seal, unseal

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Sequence

AT_ONCE = 2
"""As many as a small machine has processors: sealing and hashing leave the interpreter to other threads."""


class PartBroken(Exception):
    """A part is missing or is not what was taken in; `number` says which."""

    def __init__(self, number: int, said: str = "遺失或內容與雜湊不符") -> None:
        super().__init__(f"第 {number} 段{said}")
        self.number = number


class PartDoubtful(PartBroken):
    """A part cannot be read now: to whoever wants its bytes it is broken, but nothing may be let go for it."""

    def __init__(self, number: int, error: PartUnread) -> None:
        super().__init__(number, f"無法讀取（{error}）")


@dataclass(frozen=True, slots=True)
class TakenPart:
    """A part as it was written: its plain bytes, and the SHA-256 of both forms."""

    number: int
    size: int
    plain_sha256: str
    sealed_sha256: str


def take_part(key: uuid.UUID, number: int, plain: bytes, recipient: str) -> TakenPart:
    """Seal and keep one part. Raises OSError."""
    sealed = seal(plain, recipient)
    write_part(key, number, sealed)
    return TakenPart(number, len(plain), hashlib.sha256(plain).hexdigest(), hashlib.sha256(sealed).hexdigest())


class PartWriter:
    """Takes a stream in as it comes. Inside `with`; `close` returns the parts, durable by then. Raises OSError."""

    def __init__(self, key: uuid.UUID, recipient: str) -> None:
        self.key = key
        self.recipient = recipient
        self.size = 0
        self._plain = bytearray()
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._waiting: deque[Future[TakenPart]] = deque()
        self._taken: list[TakenPart] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def write(self, data: bytes | memoryview) -> None:
        """Take the next bytes of the stream."""
        view = memoryview(data)
        self.size += len(view)
        while view:
            room = PART_BYTES - len(self._plain)
            self._plain += view[:room]
            view = view[room:]
            if len(self._plain) == PART_BYTES:
                self._send()

    def close(self) -> list[TakenPart]:
        """Take what is left and return all parts in order."""
        if self._plain:
            self._send()
        while self._waiting:
            self._taken.append(self._waiting.popleft().result())
        return self._taken

    def abandon(self) -> None:
        """Let nothing more be written: what is on its way is waited for, so that it can be taken away."""
        self._pool.shutdown(cancel_futures=True)

    def _send(self) -> None:
        while len(self._waiting) >= AT_ONCE:
            self._taken.append(self._waiting.popleft().result())
        plain, self._plain = bytes(self._plain), bytearray()
        number = len(self._taken) + len(self._waiting) + 1
        self._waiting.append(self._pool.submit(take_part, self.key, number, plain, self.recipient))


def plain_part(key: uuid.UUID, taken: TakenPart, identity: str) -> bytes:
    """Return the plain bytes of a part after its hash was compared. Raises PartBroken; PartDoubtful when the disk errs."""
    try:
        sealed = read_part(key, taken.number)
        if hashlib.sha256(sealed).hexdigest() != taken.sealed_sha256:
            raise PartBroken(taken.number)
        plain = unseal(sealed, identity)
    except PartUnread as error:
        raise PartDoubtful(taken.number, error) from error
    except (PartMissing, SealBroken) as error:
        raise PartBroken(taken.number) from error
    if len(plain) != taken.size:
        raise PartBroken(taken.number)
    return plain


def plain_parts(key: uuid.UUID, parts: Sequence[TakenPart], identity: str) -> Iterator[bytes]:
    """Yield the plain bytes of some parts in order, the next being opened meanwhile. Raises PartBroken."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting: deque[Future[bytes]] = deque()
        try:
            for part in parts:
                waiting.append(pool.submit(plain_part, key, part, identity))
                if len(waiting) == AT_ONCE:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()
