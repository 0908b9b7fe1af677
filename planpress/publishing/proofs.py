"""What somebody has from elsewhere → whether it fits what is here: a short sum, or the key of whoever signs.

In: bytes; a sum as it was read out; a signature, and the file of allowed signers that whoever asks has. Out: the short
sum of bytes; the name and the fingerprint of the key that signed them, as `ssh-keygen -Y` tells. Knows nothing but
Python's standard library: the receiver's program holds this module, too.
"""

import hashlib
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32, as in the fingerprint of a sheet."""

GROUPS, GROUP_LENGTH = 4, 4
"""80 bits: enough that nobody finds another journal or seal with the same sum, few enough to read out."""

LEAST_EXPECTED = 8
"""Characters of the sum that have to be given at least."""

NAMESPACE = "planpress"
"""What our signatures are made for: one that was made for something else is none."""


def short(line: bytes) -> str:
    """Return the sum of a line of the journal, or of a seal, as it is read out: four groups of four characters."""
    number = int.from_bytes(hashlib.sha256(line).digest()[:10], "big")
    places = reversed(range(GROUPS * GROUP_LENGTH))
    text = "".join(ALPHABET[number >> 5 * place & 31] for place in places)
    return "-".join(text[start : start + GROUP_LENGTH] for start in range(0, len(text), GROUP_LENGTH))


def same_sum(expected: str, found: str) -> bool:
    """Tell whether `expected` is `found` or its beginning; case, blanks and hyphens do not count."""
    wanted, have = (
        "".join(letter for letter in text.upper() if letter not in " -").translate(str.maketrans("OIL", "011"))
        for text in (expected, found)
    )
    return len(wanted) >= LEAST_EXPECTED and have.startswith(wanted)


# ---------------------------------------------------------------- signatures


def ssh_keygen() -> str:
    """Return the path of the program that signs and verifies, never one in the folder that is judged; or nothing."""
    for folder in filter(os.path.isabs, os.get_exec_path()):
        for name in ("ssh-keygen", "ssh-keygen.exe"):
            path = Path(folder) / name
            if path.is_file() and os.access(str(path), os.X_OK):
                return str(path)
    return ""


def check_signature(
    data: bytes, signature: bytes, signers: "Path | None", say: "Callable[[str], str]"
) -> "tuple[str, str]":
    """Return what is wrong with the signature of `data`, empty where there is none, and what is to be said of it.

    With a file of `signers` it must be by one of them.
    """
    if not signature:
        return (say("is not signed") if signers else ""), ""
    if not ssh_keygen():
        words = say("ssh-keygen is missing: no signature is verified (Debian: openssh-client; Windows: OpenSSH Client)")
        return (words, "") if signers else ("", words)
    name, key = signed_by(data, signature, signers)
    if not key:
        wrong = say("the signature is by none of %(signers)s") if signers else say("the signature is wrong")
        return wrong % {"signers": signers}, ""
    if name:
        return "", say("Signed by %(name)s with the key %(key)s") % {"name": name, "key": key}
    return "", say("Signed with the key %(key)s: compare it with the publisher's") % {"key": key}


def signed_by(data: bytes, signature: bytes, signers: "Path | None") -> "tuple[str, str]":
    """Return who signed `data`, as the file `signers` names it, and the fingerprint of the key; both empty for nobody.

    Without that file, which ssh-keygen(1) calls allowed signers, there is but the fingerprint to compare.

    Raises:
        OSError: If that file cannot be read.
    """
    if signers is not None:
        with signers.open("rb"):  # ssh-keygen does not tell it from a file that lacks the key
            pass
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "signature"
        path.write_bytes(signature)
        words, name = ["-Y", "check-novalidate"], ""
        if signers is not None:
            known = told(["-Y", "find-principals", "-f", str(signers), "-s", str(path)])
            name = (known.splitlines() or [""])[0].split(",")[0]
            words = ["-Y", "verify", "-f", str(signers), "-I", name]
        found = told([*words, "-n", NAMESPACE, "-s", str(path)], data) if name or signers is None else ""
    return (name, fingerprint_in(found)) if found else ("", "")


def told(words: "list[str]", data: bytes = b"") -> str:
    """Return what ssh-keygen says of `data`; nothing where it says no."""
    done = subprocess.run([ssh_keygen(), *words], input=data, capture_output=True, check=False)
    return "" if done.returncode else done.stdout.decode("utf-8", "replace")


def fingerprint_in(text: str) -> str:
    """Return the fingerprint of the key that ssh-keygen names; empty where it names none."""
    return "".join(re.findall(r"SHA256:[\w+/]+", text, re.ASCII)[:1])
