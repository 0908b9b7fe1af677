"""A key → signatures of what is sealed and published; and what is told of the seals of a campaign.

In: a private key, or a public one whose other half an agent holds; a campaign folder whose chain is proved, and what
was published of it. Out: signatures, as `ssh-keygen -Y sign` makes them; a `Problem` for each seal that is not the one
that was published or signed.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from planpress.content.sealed import MANIFEST, REVISIONS, SIGNED
from planpress.disk import read_bytes
from planpress.errors import BuildError, ContentError, Problem
from planpress.i18n import translations
from planpress.model.version import Version, called
from planpress.publishing import verify
from planpress.publishing.proofs import (
    NAMESPACE,
    check_signature,
    fingerprint_in,
    same_sum,
    short,
    signed_by,
    ssh_keygen,
    told,
)
from planpress.publishing.verify import JournalEntry
from planpress.revisions.history import History, Sealed

if TYPE_CHECKING:  # `check` answers in a blink
    from planpress.publishing.publications import Publications


@dataclass(frozen=True)
class Signer:
    """Who signs: the file of a key, its fingerprint, and the language of messages."""

    key: Path
    fingerprint: str
    language: str

    def sign(self, data: bytes) -> bytes:
        """Return the signature of `data`; ssh-keygen asks on the terminal for what opens the key.

        Raises:
            BuildError: If it was not signed.
        """
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "data"
            path.write_bytes(data)  # by its standard input, ssh-keygen could not ask
            command = [ssh_keygen(), "-Y", "sign", "-f", str(self.key), "-n", NAMESPACE, str(path)]
            done = subprocess.run(command, stderr=subprocess.PIPE, check=False)
            if done.returncode:
                words = translations(self.language).gettext("Nothing was signed with %(key)s: %(reason)s")
                reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
                raise BuildError(words % {"key": self.key, "reason": "".join(reason)})
            return path.with_name("data.sig").read_bytes()


def signer_of(key: Path, language: str) -> Signer:
    """Return who signs with a key; without ssh-keygen, or where it is no key, a `BuildError` is raised."""
    _ = translations(language).gettext
    if not ssh_keygen():
        raise BuildError(_("To sign, install ssh-keygen (Debian: openssh-client; Windows: OpenSSH Client)"))
    fingerprint = fingerprint_in(told(["-l", "-f", str(key)]))
    if not fingerprint:
        raise BuildError(_("This is not a key of ssh-keygen: %(key)s") % {"key": key})
    return Signer(key, fingerprint, language)


def signed(entry: JournalEntry, signer: Signer | None) -> JournalEntry:
    """Return a line of the journal with its signature, where there is who signs."""
    return replace(entry, signature=signer.sign(entry.line()).decode()) if signer else entry


def is_signed(entry: JournalEntry, signer: Signer | None) -> bool:
    """Tell whether a line of the journal is signed by `signer`, whom nobody may be."""
    unsigned = replace(entry, signature="").line()
    return not signer or signed_by(unsigned, entry.signature.encode(), None)[1] == signer.fingerprint


def refuse_unsigned(before: Publications, signer: Signer | None) -> None:
    """Refuse to go on without a signature where what was published before has one."""
    if signer is None and any(entry.signature for entry in before.entries):
        raise BuildError(before.say("What was published to %(path)s is signed: add --sign KEY") % {"path": before.root})


# ---------------------------------------------------------------- the seals of a campaign


def prove_seals(
    history: History, language: str, signers: Path | None = None, to: Path | None = None, noted: str = ""
) -> tuple[Problem, ...]:
    """Prove the seals of a campaign by their signatures, what was published `to` a folder, and a sum that was noted.

    Returns:
        What their editor should look at.

    Raises:
        ContentError: With every seal that is another.
        BuildError: If the sum of the last seal is not the one that was noted, or no release wrote what it holds.
    """
    history.refuse_unreadable()
    found = tuple(signed_seals(history, language, signers))
    if to:
        from planpress.publishing.publications import read_publications

        found += tuple(other_seals(read_publications(to, language), seal_sums(history)))
    if any(not problem.warning for problem in found):
        raise ContentError(found)
    _ = translations(language).gettext
    last = short(history.last.manifest) if history.last else _("nothing")
    if noted and not same_sum(noted, last):
        words = _("The sum of the last seal is %(found)s, not %(wanted)s")
        raise BuildError(words % {"found": last, "wanted": noted})
    return found


def seal_sums(history: History) -> dict[str, str]:
    """Return the sum of each seal by the version of its revision, as a journal records it."""
    return {str(version): verify.sum_of(sealed.manifest) for version, sealed in history.sealed.items()}


def signed_seals(history: History, language: str, signers: Path | None = None) -> Iterator[Problem]:
    """Yield what is wrong with the signatures of seals, and a warning where they cannot be verified.

    Once one is signed, each after it must be; with a file of `signers`, also the last.
    """
    _ = translations(language).gettext
    before = False
    for version, sealed in history.sealed.items():
        place, signature = f"{REVISIONS}/{version}/{SIGNED}", signature_of(sealed)
        if not signature and (before or (signers and sealed == history.last)):
            command = f"ssh-keygen -Y sign -n {NAMESPACE} -f KEY {REVISIONS}/{version}/{MANIFEST}"
            yield Problem(place, 0, "", _("This seal is not signed. Run: %(command)s") % {"command": command})
        elif signature:
            wrong, words = check_signature(sealed.manifest, signature, signers, _)
            if wrong or not ssh_keygen():
                yield Problem(place, 0, "", wrong or words, warning=not wrong)
        before = before or bool(signature)


def signature_of(sealed: Sealed) -> bytes:
    """Return the signature of a seal; empty where it has none."""
    try:
        return read_bytes(sealed.folder, SIGNED)
    except OSError:
        return b""


def words_of(sealed: Sealed, language: str, signers: Path | None = None) -> Iterator[str]:
    """Yield what tells a seal to somebody who noted it: its short sum, and who signed it."""
    _ = translations(language).gettext
    told = {"number": called(sealed.version, _), "sum": short(sealed.manifest)}
    yield _("Seal of revision %(number)s: %(sum)s") % told
    words = check_signature(sealed.manifest, signature_of(sealed), signers, _)[1]
    if words and ssh_keygen():
        yield words


def other_seals(before: Publications, sums: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each seal that was published and is not among `sums`, and for those put before them."""
    published = {
        Version.named(version): (one, entry) for entry in before.entries for version, one in entry.seals.items()
    }
    for version, (one, entry) in sorted(published.items()):
        if sums.get(str(version)) != one:
            words = before.say(
                "This seal is not the one that was published to %(folder)s on %(date)s: put revisions/%(version)s "
                "back from a copy. To show an earlier publication again, run `rollback`"
            )
            at = {"folder": before.root / entry.to, "date": entry.date, "version": version}
            yield Problem(f"{REVISIONS}/{version}/{MANIFEST}", 0, "", words % at)
    for version in map(Version.named, sums):
        if published and version < min(published):
            words = before.say("This revision was put before the first that was published: delete its folder")
            yield Problem(f"{REVISIONS}/{version}", 0, "", words)
