"""Who has a key can sign what is sealed and published; who has its other half can tell, and nobody else is believed."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from kit.folder import edit
from kit.kill import killed_at, steps_of
from kit.publish import differences, published, rolled_back
from kit.revision import constructed
from kit.seals import resealed, tree

import build
from planpress.errors import BuildError, ContentError
from planpress.publishing import proofs, publications, verify
from planpress.publishing.signing import Signer, prove_seals, signed_seals, signer_of
from planpress.revisions.history import history_of

REQUEST = ("release", "--kind", "correction", "--reason", "Ice", "--issued", "2031-12-02", "--yes")


def made_key(path: Path, passphrase: str = "") -> Path:
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "office", "-f", str(path)]
    subprocess.run(command, check=True, timeout=60)
    return path


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the `office`'s key and that of an `other`, and with the `signers` that a receiver allows."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("office", "other"):
        public = made_key(folder / name).with_suffix(".pub").read_text("utf-8")
        (folder / f"{name}.signers").write_text(f'{name}@example.org namespaces="planpress" {public}', "utf-8")
    return folder


@pytest.fixture(scope="module")
def office(keys: Path) -> Signer:
    return signer_of(keys / "office", "en")


def nowhere(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let no program be found."""
    monkeypatch.setenv("PATH", str(folder))


# ---------------------------------------------------------------- seals


@pytest.fixture
def signed(tmp_path: Path, office: Signer) -> Path:
    """Three revisions, the second and the third signed."""
    root = constructed(tmp_path)
    for number in ("2", "3"):
        manifest = root / "revisions" / number / "manifest.json"
        manifest.with_name("manifest.json.sig").write_bytes(office.sign(manifest.read_bytes()))
    return root


def told(root: Path, signers: Path | None = None) -> list[str]:
    return [str(problem) for problem in signed_seals(history_of(root), "en", signers)]


def test_signed_seals_are_proved_with_and_without_a_list_of_signers(signed: Path, keys: Path) -> None:
    assert told(signed) == []
    assert told(signed, keys / "office.signers") == []
    other = keys / "other.signers"
    with pytest.raises(FileNotFoundError, match="nobody"):
        told(signed, keys / "nobody")
    assert told(signed, other) == [
        f"revisions/{number}/manifest.json.sig:0: the signature is by none of {other}" for number in (2, 3)
    ]


def test_forged_seal_is_told_by_its_signature(signed: Path) -> None:
    edit(signed, "revisions/3/meta.yml", "The cranes are laid up", "The cranes were sold")
    resealed(signed, 3)
    with pytest.raises(ContentError, match=r"revisions/3/manifest\.json\.sig:0: the signature is wrong"):
        prove_seals(history_of(signed), "en")


def test_missing_signature_is_told_with_the_command_that_makes_it(signed: Path, keys: Path) -> None:
    path = signed / "revisions/3/manifest.json.sig"
    path.unlink()
    command = "ssh-keygen -Y sign -n planpress -f KEY revisions/3/manifest.json"
    assert told(signed) == [f"revisions/3/manifest.json.sig:0: This seal is not signed. Run: {command}"]
    command = command.replace("KEY", str(keys / "office"))
    subprocess.run(command.split(), cwd=signed, check=True, capture_output=True, timeout=60)
    assert told(signed, keys / "office.signers") == []
    (signed / "revisions/2/manifest.json.sig").unlink()
    assert told(signed) == [], "a later signature binds all before"


def test_list_of_signers_asks_for_a_signature_of_the_last_seal(tmp_path: Path, keys: Path) -> None:
    root = constructed(tmp_path)
    assert told(root) == []
    assert [line.partition(":")[0] for line in told(root, keys / "office.signers")] == ["revisions/3/manifest.json.sig"]


def test_release_signs_and_check_names_the_key(
    signed: Path, keys: Path, office: Signer, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(signed, "sectors/01-quays.yml", "Ladders are painted.", "Ladders are painted white.")
    before = tree(signed)
    assert build.main(["--campaign", str(signed), *REQUEST]) == 1
    assert "revisions/4/manifest.json.sig:0: Revision 3 is signed; sign this one, too" in capsys.readouterr().err
    assert build.main(["--campaign", str(signed), *REQUEST, "--sign", str(keys / "none")]) == 1
    assert "This is not a key" in capsys.readouterr().err
    assert tree(signed) == before
    assert build.main(["--campaign", str(signed), *REQUEST, "--sign", str(keys / "office")]) == 0
    noted = proofs.short((signed / "revisions/4/manifest.json").read_bytes())
    assert capsys.readouterr().out.splitlines()[-2:] == [
        f"Seal of revision 4: {noted}",
        f"Signed with the key {office.fingerprint}: compare it with the publisher's",
    ]
    command = ["--campaign", str(signed), "check", "--expect", noted, "--signers", str(keys / "office.signers")]
    assert build.main(command) == 0
    assert f"Signed by office@example.org with the key {office.fingerprint}" in capsys.readouterr().out


def test_without_the_program_signatures_are_not_verified_and_that_is_told(
    signed: Path, keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere(monkeypatch, tmp_path)
    found = list(signed_seals(history_of(signed), "en"))
    assert [problem.warning for problem in found] == [True, True]
    assert "ssh-keygen is missing" in str(found[0])
    assert [problem.warning for problem in signed_seals(history_of(signed), "en", keys / "office.signers")] == [
        False,
        False,
    ]
    with pytest.raises(BuildError, match="To sign, install ssh-keygen"):
        signer_of(keys / "office", "en")


# ---------------------------------------------------------------- keys


def test_key_with_a_passphrase_is_opened_by_whoever_knows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = signer_of(made_key(tmp_path / "locked", "winter"), "en")
    asked = tmp_path / "asked"
    asked.write_text("#!/bin/sh\necho winter\n", "utf-8")
    asked.chmod(0o700)
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")
    monkeypatch.setenv("SSH_ASKPASS", str(asked))
    assert proofs.signed_by(b"data", locked.sign(b"data"), None) == ("", locked.fingerprint)
    asked.write_text("#!/bin/sh\necho summer\n", "utf-8")
    with pytest.raises(BuildError, match="Nothing was signed with"):
        locked.sign(b"data")


def test_key_that_an_agent_holds_signs_by_its_other_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = made_key(tmp_path / "key")
    socket = tmp_path / "agent"
    with subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.PIPE) as agent:
        assert agent.stdout is not None
        assert agent.stdout.readline()
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        subprocess.run(["ssh-add", "-q", str(key)], check=True, timeout=60)
        key.unlink()
        signer = signer_of(key.with_suffix(".pub"), "en")
        assert proofs.signed_by(b"data", signer.sign(b"data"), None) == ("", signer.fingerprint)
        agent.terminate()


def test_signature_for_something_else_is_none(tmp_path: Path, keys: Path) -> None:
    (tmp_path / "data").write_bytes(b"data")
    command = ["ssh-keygen", "-Y", "sign", "-f", str(keys / "office"), "-n", "git", str(tmp_path / "data")]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert proofs.signed_by(b"data", (tmp_path / "data.sig").read_bytes(), None) == ("", "")


def test_program_is_never_taken_from_the_folder_that_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ssh-keygen", "ssh-keygen.exe"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o700)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".::relative")
    assert proofs.ssh_keygen() == ""


# ---------------------------------------------------------------- publications


@pytest.fixture
def public(tmp_path: Path, harbour, office: Signer) -> Path:
    """Two revisions published, the second signed."""
    root = tmp_path / "public"
    published(root, harbour, 1)
    published(root, harbour, 2, signer=office)
    return root


def reported(root: Path, signers: Path | None = None) -> tuple[list[str], int]:
    return verify.report(root, "", str, signers=signers)


def test_signed_publication_is_proved_with_and_without_a_list_of_signers(public, keys, office):
    lines, status = reported(public)
    assert status == 0
    assert f"Signed with the key {office.fingerprint}: compare it with the publisher's" in lines
    lines, status = reported(public, keys / "office.signers")
    assert status == 0
    assert f"Signed by office@example.org with the key {office.fingerprint}" in lines
    other = keys / "other.signers"
    assert reported(public, other)[0][0] == f"journal.jsonl:2: the signature is by none of {other}"


def test_receiver_verifies_with_a_list_of_signers_of_his_own(public, keys, tmp_path):
    stick = shutil.copytree(public, tmp_path / "stick", symlinks=True)
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(stick / "verify.py"), "--signers"]
    for name, status, words in (("office", 0, "Signed by office@example.org"), ("other", 1, "by none of")):
        done = subprocess.run(
            [*command, str(keys / f"{name}.signers")], capture_output=True, text=True, timeout=60, check=False
        )
        assert (done.returncode, done.stderr) == (status, "")
        assert words in done.stdout


def test_line_that_was_changed_has_a_wrong_signature(public, harbour, office):
    path = public / "journal.jsonl"
    first, last = path.read_bytes().splitlines()
    wrong = (
        last.replace(b'"date": "2031-10-01"', b'"date": "2031-10-02"'),
        last[:-1] + b', "to": "1"}',
        last.replace(b'", "', b'",  "', 1),
    )
    for line in wrong:
        path.write_bytes(first + b"\n" + line + b"\n")
        assert "journal.jsonl:2: the signature is wrong" in reported(public)[0]
        before = tree(public)
        with pytest.raises(BuildError, match=r"journal\.jsonl:2: the signature is wrong"):
            published(public, harbour, 3, signer=office)
        with pytest.raises(BuildError, match=r"journal\.jsonl:2: the signature is wrong"):
            rolled_back(public, signer=office)
        assert tree(public) == before


def test_line_without_a_signature_behind_signed_ones_is_told(public):
    path = public / "journal.jsonl"
    first, last = path.read_bytes().splitlines()
    entry = json.loads(last)
    more = {key: value for key, value in entry.items() if key != "signature"}
    more |= {"number": 3, "previous": verify.sum_of(last)}
    path.write_bytes(b"\n".join([first, last, json.dumps(more, ensure_ascii=False).encode(), b""]))
    assert reported(public)[0][0] == "journal.jsonl:3: is not signed, but earlier lines are"


def test_what_was_signed_goes_on_signed(public, harbour, office, keys):
    before = tree(public)
    for work in (lambda: published(public, harbour, 3), lambda: rolled_back(public)):
        with pytest.raises(BuildError, match="is signed: add --sign KEY"):
            work()
    assert tree(public) == before
    assert not published(public, harbour, 2, signer=office).changed, "the same bytes again change nothing"
    assert rolled_back(public, signer=office).folder == "1"
    assert reported(public, keys / "office.signers")[1] == 0
    assert published(public, harbour, 2, signer=signer_of(keys / "other", "en")).changed
    assert reported(public, keys / "other.signers")[1] == 0, "another key can take over"


def test_key_that_does_not_open_leaves_the_publication_as_it_was(public, harbour, tmp_path, monkeypatch):
    locked = signer_of(made_key(tmp_path / "locked", "winter"), "en")
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")
    monkeypatch.setenv("SSH_ASKPASS", "/bin/false")
    before = tree(public)
    with pytest.raises(BuildError, match="Nothing was signed with"):
        published(public, harbour, 3, signer=locked)
    assert tree(public) == before


def test_signed_publication_killed_at_any_moment_never_has_a_wrong_signature(public, harbour, office, tmp_path):
    copy = shutil.copytree(public, tmp_path / "copy", symlinks=True)
    steps = steps_of(lambda: published(copy, harbour, 3, signer=office))
    for revision, moment in enumerate(range(0, steps, max(1, steps // 12)), 3):
        work = lambda revision=revision: published(public, harbour, revision, signer=office)  # noqa: E731
        assert killed_at(moment, work) == -signal.SIGKILL
        assert not [line for line in reported(public)[0] if "signature" in line or "is not signed" in line]
        assert work().folder == str(revision)
        assert reported(public)[1] == 0
        assert differences(public) == []


# ---------------------------------------------------------------- the seals of a publication


def test_journal_lists_the_seals_and_another_history_is_refused(tmp_path, harbour):
    root = tmp_path / "public"
    published(root, harbour, 1, seals={"1": "aa"})
    published(root, harbour, 2, seals={"1": "aa", "2": "bb"})
    rolled_back(root)
    assert [entry.seals for entry in publications.read_publications(root, "en").entries] == [
        {"1": "aa"},
        {"1": "aa", "2": "bb"},
        {"1": "aa"},
    ]
    before = tree(root)
    for seals, name in (
        ({"1": "aa", "2": "cc", "3": "dd"}, "2/manifest.json"),
        ({"1": "aa"}, "2/manifest.json"),
        ({}, "1/manifest.json"),
        ({"1": "aa", "3": "bb"}, "2/manifest.json"),
    ):
        with pytest.raises(ContentError, match=f"revisions/{name}:0: This seal is not the one that was published"):
            published(root, harbour, 3, seals=seals)
    assert tree(root) == before
    assert published(root, harbour, 3, seals={"1": "aa", "2": "bb", "3": "cc"}).folder == "3"
    assert differences(root) == []


def test_lines_of_older_journals_stay_byte_for_byte(tmp_path, harbour):
    root = tmp_path / "public"
    published(root, harbour, 1)
    line = (root / "journal.jsonl").read_bytes()
    assert b"seals" not in line
    assert b"signature" not in line
    published(root, harbour, 2, seals={"1": "aa"})
    assert (root / "journal.jsonl").read_bytes().startswith(line)
    assert differences(root) == []


def test_environment_holds_the_program_that_signs() -> None:
    assert Path(proofs.ssh_keygen()).is_absolute()
