"""Is one entry in the school's book? python3 verify_entry.py PROOF.json [PUBLIC KEY] – offline, with Python alone.

The public key is what the school printed or mailed (campus-cctv-ledger+…); without it only the file's own is used.
Prints the entry and the code that stands at the foot of the printed register. RFC 6962 (tree), RFC 8032 (Ed25519).
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path

Point = tuple[int, int]
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def require(ok: object, why: str) -> None:
    if not ok:
        sys.exit(why)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def point(raw: bytes) -> Point:
    y, sign = int.from_bytes(raw, "little") % 2**255, raw[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    require(x * x % P == square, "簽章有誤")
    return (P - x if x % 2 != sign else x), y


def add(a: Point, b: Point) -> Point:
    k = D * a[0] * b[0] * a[1] * b[1]
    return (
        (a[0] * b[1] + a[1] * b[0]) * pow(1 + k, P - 2, P) % P,
        (a[1] * b[1] + a[0] * b[0]) * pow(1 - k, P - 2, P) % P,
    )


def times(a: Point, n: int) -> Point:
    total = (0, 1)
    for bit in bin(n)[2:]:
        total = add(total, total)
        total = add(total, a) if bit == "1" else total
    return total


def is_signed(public: bytes, signature: bytes, text: bytes) -> bool:
    s, k = int.from_bytes(signature[32:], "little"), hashlib.sha512(signature[:32] + public + text).digest()
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    return s < L and times(base, s) == add(point(signature[:32]), times(point(public), int.from_bytes(k, "little") % L))


proof = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
public = base64.b64decode([*sys.argv[2:], proof["key"]][0].split("+", 2)[2])[1:]
text, signed = proof["checkpoint"].split("\n\n")
signatures = [base64.b64decode(line.split()[-1])[4:] for line in signed.splitlines()]
require(any(is_signed(public, one, (text + "\n").encode()) for one in signatures), "查核點的簽章不符")
size, root = int(text.split("\n")[1]), base64.b64decode(text.split("\n")[2])
node, at, last = sha256(b"\0" + proof["entry"].encode()), proof["sequence"] - 1, size - 1
for sibling in map(bytes.fromhex, proof["path"]):
    is_right = at % 2 or at == last
    node = sha256(b"\1" + sibling + node) if is_right else sha256(b"\1" + node + sibling)
    while is_right and not at % 2 and at:
        at, last = at // 2, last // 2
    at, last = at // 2, last // 2
require(last == 0 and node == root, "這筆紀錄不在查核點所載的登記簿內")
number = int.from_bytes(root[:15], "big")
code = "".join(DIGITS[number >> 5 * place & 31] for place in range(23, -1, -1))
print(
    "這筆紀錄在登記簿內：",
    proof["entry"],
    f"頁尾：第 {size} 筆 {'-'.join(code[i : i + 4] for i in range(0, 24, 4))}",
    sep="\n",
)
