"""What the tests of publications share: small sites that are made at once, and readers that never stop looking."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kit.folder import write
from kit.site import built, faults_below
from planpress.content.validate import read
from planpress.disk import staging
from planpress.model.version import Version
from planpress.publishing import publish, verify
from planpress.publishing.earlier import earlier_of, write_withdrawn_pages
from planpress.publishing.links import files_below
from planpress.publishing.manifest import Manifest, SheetFile, SiteFile
from planpress.publishing.publications import read_publications, staging_of
from planpress.publishing.signing import refuse_unsigned
from planpress.release import prepare, seal
from planpress.revisions.history import history_of
from planpress.revisions.request import ReleaseRequest
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now
from planpress.sheets.sheet import Sheet

PAGE, PAPER = "sectors/cranes.html", "print/plan.pdf"
DAY = "2031-10-01"
FILLING = "A sentence that makes the file longer than what a system writes at once. " * 100


def made(folder: Path, campaign, revision: int | str, software: str = "", content: str = "") -> Path:
    """Write a finished site; `software` changes its bytes, `content` also what its sheet shows."""
    said = f"revision {revision} {software} {content}"
    files = {
        "index.html": f'<p>{said}</p><a href="sectors/cranes.html">1</a><a href="print/plan.pdf">2</a>',
        PAGE: f'<p>{said}</p><a href="../print/plan.pdf">plan</a><p>{FILLING}</p>',
        PAPER: f"%PDF {said} {FILLING}",
        "css/plan.css": said,
        "status.json": json.dumps(status(revision, content)),
    }
    write(folder, files)
    sheet, file = sheets(content)[0], SiteFile.of(folder, PAPER)
    listed = SheetFile(
        sheet.code, sheet.path, sheet.form, None, None, sheet.title, 1, file.bytes, file.sha256, sheet.fingerprint
    )
    return with_manifest(folder, campaign, Version.named(str(revision)), listed)


def with_manifest(folder: Path, campaign, revision: Version, *listed: SheetFile) -> Path:
    """Write the manifest of everything below `folder`."""
    files = tuple(SiteFile.of(folder, name) for name in files_below(folder))
    (folder / verify.MANIFEST).write_text(Manifest(campaign.plan.id, revision, listed, files).text(), "utf-8")
    return folder


def status(revision: int | str, content: str = "") -> dict:
    """Return what a site of an unsealed plan knows."""
    version, (sheet,) = Version.named(str(revision)), sheets(content)
    day, number = f"2031-09-{version.number:02}", version.json
    spans = [{"fingerprint": sheet.fingerprint, "first": number, "last": number}]
    record = {"fingerprint": sheet.fingerprint, "title": sheet.title, "unit": None, "sector": None, "path": sheet.path}
    return {
        "revision": number,
        "revisions": [{"number": number, "issued": day, "effective": day, "repeal": False}],
        "codes": {sheet.code: {"code": sheet.code, **record, "spans": spans}},
    }


def sheets(content: str = "") -> list[Sheet]:
    return [Sheet("HWR", PAPER, "document.html", "Plan", "plan", {}, None, None, f"AAAA{content}")]


def published(
    root: Path, campaign, revision: int | str, software: str = "", content: str = "", seals=None, signer=None, **change
) -> publish.Outcome:
    """Publish as `build.py publish` does, with a site that takes no time to build."""
    edition = replace(edition_of(campaign), revision=Version.named(str(revision)), **change)
    with staging(staging_of(root)) as folder:
        before = read_publications(root, edition.language)
        refuse_unsigned(before, signer)
        publish.refuse_unpublishable(before, campaign, edition, sheets(content), seals)
        publish.refuse_disk_without_links(before)
        site = made(folder / "site", campaign, revision, software, content)
        return publish.publish(before, site, campaign, edition, DAY, seals, signer)


def published_pages(root: Path, home: Path, site_url: str = "") -> str:
    """Publish the campaign at `home` as `build.py publish` does, but without paper; return the folder."""
    campaign, history = read(home).campaign, history_of(home)
    with staging(staging_of(root)) as folder:
        before = read_publications(root, "en")
        version = edition_of(campaign).revision
        history = replace(history, taken_back=before.taken_back(history.sealed, version))
        edition = edition_of(campaign, site_url).within(history)
        earlier = earlier_of(before)
        printed = printed_now(campaign, history, earlier.sheets).all
        site = built(campaign, printed, edition, folder / "site", beside=earlier.beside, history=history)
        write_withdrawn_pages(earlier, site, campaign, "en")
        listed = [
            SheetFile(one.code, one.path, one.form, one.unit, one.sector, one.title, 1, 1, "", one.fingerprint, one.day)
            for one in printed
        ]
        with_manifest(site, campaign, version, *listed)
        return publish.publish(before, site, campaign, edition, DAY).folder


def published_twice(root: Path, campaign: Path, work: Path) -> Path:
    """Publish the campaign in a folder as a first revision, and as a second that rewords one row; return `root`.

    Both are sealed below `work`, whatever was sealed of it before. Nothing of it was ever issued by anybody.
    """
    home = work / "campaign"
    for name in ("content", "sectors"):
        shutil.copytree(campaign / name, home / name)
    sector = max((home / "sectors").iterdir())
    text = sector.read_text("utf-8")
    end = text.index("\n", text.index(" text: ", text.index("items:")))
    for kind, day, put in (
        ("original", datetime.date(2022, 11, 10), ""),
        ("revision", datetime.date(2022, 12, 1), text[end - 1]),
    ):
        sector.write_text(text[:end] + put + text[end:], "utf-8")
        seal(home, prepare(home, ReleaseRequest(kind, "Made for a test", day)))
        published_pages(root, home)
    return root


def rolled_back(root: Path, wanted: str = "", signer=None) -> publish.Outcome:
    with staging(staging_of(root)) as folder:
        return publish.rollback(read_publications(root, "en"), wanted, DAY, folder, signer)


def differences(root: Path, copied: bool = False) -> list[str]:
    return verify.differences(root, str, copied)


def opened(root: Path) -> Path:
    """Follow `index.html` as a browser does, and see that every link below leads somewhere."""
    address = re.search(r'url=([^"]+)"', (root / "index.html").read_text("utf-8"))
    assert address is not None
    page = root / address.group(1)
    assert faults_below(page.parent) == []
    assert f'<a href="{address.group(1)}">' in (root / "index.html").read_text("utf-8")
    return page.parent


# ---------------------------------------------------------------- readers


READER = """
import json, os, re, sys
root, page, paper, flag = sys.argv[1:]
read = lambda *parts: open(os.path.join(*parts), encoding="utf-8").read()
said = lambda text: re.search(r"revision (\\d+ \\w*)", text).group(1)
looks, faults = 0, []
print("ready", flush=True)
while not (os.path.exists(flag) and looks):
    looks += 1
    try:
        folder = re.search(r"url=([^/]+)/", read(root, "index.html")).group(1)
        if said(read(root, folder, page)) != said(read(root, folder, paper)):
            faults.append("mixed below index.html")
        before, sheet = said(read(root, "latest", page)), said(read(root, "latest", paper))
        if said(read(root, "latest", page)) == before != sheet:
            faults.append("mixed below latest")
        handle = os.open(os.path.join(root, "latest"), os.O_RDONLY)
        inside = [os.open(name, os.O_RDONLY, dir_fd=handle) for name in (page, paper)]
        one, other = (said(os.read(part, 200).decode()) for part in inside)
        if one != other:
            faults.append("mixed in a folder that was opened once")
        for part in (handle, *inside):
            os.close(part)
        for version in json.loads(read(root, "versions.json")):
            read(root, version["version"], page)
    except Exception as error:
        faults.append(repr(error))
print(json.dumps([looks, faults[:5]]))
"""


@contextmanager
def readers(root: Path, flag: Path):
    """Poll page and paper of `root` without pause; afterwards `found` holds the number of looks and the faults."""
    import json

    found: list = []
    command = [sys.executable, "-I", "-c", READER, str(root), PAGE, PAPER, str(flag)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield found
        finally:
            flag.touch()
            found += json.loads(process.stdout.readline())
            flag.unlink()
