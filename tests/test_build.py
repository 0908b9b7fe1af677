"""The whole program, run as an office runs it, on the small second campaign."""

from __future__ import annotations

import html
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import openpyxl
import pymupdf
import pytest
from kit import command
from kit.command import files_of
from kit.paths import FONTS, HARBOUR, PROJECT


def run(*words: str | Path, build_dir: Path, campaign: Path = HARBOUR, **environment: str):
    """Run `build.py` in another folder, as from a shell."""
    return command.run("--build-dir", build_dir, *words, campaign=campaign, cwd=build_dir, **environment)


FAR = f"https://harbour.example/{'a' * 200}/"
"""An address that no symbol on paper has room for: the content does not hold it, so only the press can tell."""


@pytest.fixture(scope="module")
def built(harbour_office, tmp_path_factory):
    """A build folder, and the site that was built from it."""
    office = Path(shutil.copytree(harbour_office, tmp_path_factory.mktemp("office") / "harbour", symlinks=True))
    return office / ".build", office / "site"


def test_paper_is_proved_by_check_and_before_a_seal(built, tmp_path):
    build_dir, _site = built
    campaign = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    done = run("check", "--paper", build_dir=build_dir, campaign=campaign)
    assert (done.returncode, done.stderr) == (0, "")
    assert ", 0 of them pressed now" in done.stdout
    assert not (build_dir / "proof").exists()

    words = ("release", "--kind", "original", "--issued", "2031-09-15", "--reason", "First issue", "--yes")
    for asked in (("check", "--paper"), words):
        done = run(*asked, "--site-url", FAR, build_dir=build_dir, campaign=campaign)
        assert done.returncode == 1
        assert "flaws on paper" in done.stderr
    assert not (campaign / "revisions").exists()
    assert not {"proof", "sealing"}.intersection(path.name for path in build_dir.iterdir())


def test_second_build_presses_nothing_and_gives_the_same_site(built):
    build_dir, site = built
    before = files_of(site)
    (site / "index.html").unlink()  # else nothing were left to do
    done = run("build", "--site", site, build_dir=build_dir)
    assert done.returncode == 0, done.stderr
    assert ", 0 of them pressed now" in done.stdout
    assert files_of(site) == before


def test_other_folder_time_zone_and_locale_give_the_same_bytes(built, tmp_path):
    build_dir, faces = tmp_path / "far" / "away", tmp_path / "faces"
    build_dir.mkdir(parents=True)
    faces.symlink_to(FONTS)
    done = run(
        "build",
        "--site",
        tmp_path / "other-site",
        "--workers",
        "1",
        build_dir=build_dir,
        TZ="Pacific/Kiritimati",
        LC_ALL="C",
        PYTHONHASHSEED="7",
        PLANPRESS_FACES=str(faces),
    )
    assert done.returncode == 0, done.stderr
    assert files_of(tmp_path / "other-site") == files_of(built[1])


def test_mistake_in_the_content_is_told_and_leaves_the_site(built, tmp_path):
    build_dir, site = built
    before = files_of(site)
    campaign = tmp_path / "campaign"
    shutil.copytree(HARBOUR, campaign)
    units = campaign / "content" / "units.yml"
    units.write_text(units.read_text("utf-8").replace("kind: agency", "kind: agncy").replace("code: QO", "code: qo"))
    done = run("build", "--site", site, build_dir=build_dir, campaign=campaign)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "content/units.yml:9: quay-office: code" in done.stderr
    assert files_of(site) == before


def test_failing_press_leaves_the_site(built):
    build_dir, site = built
    before = files_of(site)
    done = run("build", "--site", site, "--site-url", FAR, build_dir=build_dir)
    assert done.returncode == 1
    assert f"(QR): {FAR}check.html" in done.stderr
    assert files_of(site) == before


def begun_by(process: int) -> set[int]:
    """Return the processes that any thread of `process` has started, and theirs; none once it has ended."""
    with suppress(OSError):
        lists = list(Path(f"/proc/{process}/task").glob("*/children"))
        children = {int(child) for path in lists for child in path.read_text().split()}
        return children.union(*map(begun_by, children))
    return set()


def has_ended(handle: int, seconds: float) -> bool:
    """Wait for a process, so long at most."""
    watched = select.poll()
    watched.register(handle, select.POLLIN)
    return bool(watched.poll(seconds * 1_000))


@pytest.mark.parametrize(("number", "status"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)])
def test_workers_end_with_a_build_that_is_killed_or_stopped_by_hand(built, tmp_path, number, status):
    build_dir, site = built
    of_shell = signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell ignores in what it puts behind
    before = files_of(site)
    campaign = tmp_path / "campaign"
    shutil.copytree(HARBOUR, campaign)
    plan = campaign / "content" / "plan.yml"
    plan.write_text(plan.read_text("utf-8").replace("name: Harbour", f"name: {number.name.title()} Harbour"), "utf-8")
    words = ["--campaign", campaign, "--build-dir", build_dir, "build", "--workers", "2", "--site", site]
    with subprocess.Popen(
        [sys.executable, PROJECT / "build.py", *words], start_new_session=True, stdout=-1, stderr=-1, text=True
    ) as process:
        signal.signal(signal.SIGINT, of_shell)
        own = os.pidfd_open(process.pid)
        workers: set[int] = set()
        while len(workers) < 4 and not has_ended(own, 0.02):  # its tracker, two that press, what they are forked from
            workers = begun_by(process.pid)
        handles = [own, *map(os.pidfd_open, workers)]
        if number == signal.SIGINT:
            os.killpg(process.pid, number)  # as from the keyboard
        else:
            process.kill()
        ended = [has_ended(handle, 60) for handle in handles]
        _told, complaints = process.communicate(timeout=60)
        for handle in handles:
            os.close(handle)
    assert len(workers) >= 4  # more where the library looks for its own
    assert all(ended)
    assert process.returncode == status
    assert number == signal.SIGKILL or "Traceback" not in complaints  # a worker that is just born may lament
    assert files_of(site) == before


def test_one_word_presses_exactly_the_sheets_that_show_it(built, tmp_path):
    build_dir, _site = built
    campaign = tmp_path / "campaign"
    shutil.copytree(HARBOUR, campaign)
    sector = campaign / "sectors" / "02-cranes.yml"
    sector.write_text(sector.read_text("utf-8").replace("Anemometer", "Wind gauge"), "utf-8")
    done = run("build", "--site", tmp_path / "site", build_dir=build_dir, campaign=campaign)
    assert done.returncode == 0, done.stderr
    assert "7 of them pressed now" in done.stdout


def test_spreadsheet_of_a_table_that_fills_its_page_has_the_rows_of_paper(built, tmp_path):
    campaign = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    form = campaign / "content" / "forms" / "inspection-list.yml"
    form.write_text(form.read_text("utf-8").replace("rows: items\n", "rows: items\n      fill: true\n"), "utf-8")
    done = run("build", "--site", tmp_path / "site", build_dir=built[0], campaign=campaign)
    assert done.returncode == 0, done.stderr
    for sector in ("quays", "cranes"):
        with pymupdf.open(tmp_path / "site" / "print" / "blank" / f"{sector}-list.pdf") as pdf:
            [on_paper] = [table.row_count - 2 for table in pdf[0].find_tables().tables]
        book = openpyxl.load_workbook(tmp_path / "site" / "files" / "blank" / f"{sector}-list.xlsx")
        ids = [cell.value for cell in book.active["A"] if re.match(r"\w+[#:]", cell.value or "")]
        assert len(ids) == on_paper > 10


def test_manifest_names_every_pdf_and_its_pages(built):
    site = built[1]
    manifest = json.loads((site / "manifest.json").read_text("utf-8"))
    assert {sheet["path"] for sheet in manifest["sheets"]} == {
        path.relative_to(site).as_posix() for path in site.rglob("*.pdf")
    }
    for sheet in manifest["sheets"]:
        with pymupdf.open(site / sheet["path"]) as pdf:
            assert pdf.page_count == sheet["pages"]
    assert {file["path"] for file in manifest["files"]} == set(files_of(site)) - {"manifest.json"}


def test_pages_tell_the_length_of_every_file_they_offer(built):
    site = built[1]
    manifest = json.loads((site / "manifest.json").read_text("utf-8"))
    pages = {sheet["path"]: sheet["pages"] for sheet in manifest["sheets"]}
    text = "".join(path.read_text("utf-8") for path in (site / "print.html", *sorted(site.glob("units/*.html"))))
    told = re.findall(r'href="(?:\.\./)?(print/[^"]+\.pdf)"[^>]*>(?:(?!</a>).)*?<span class="size">(\d+) pages?', text)
    assert {path: int(number) for path, number in told} == {path: pages[path] for path in pages}
    assert '<span class="size"></span>' not in text


def test_the_home_page_is_drawn_for_the_day_that_is_asked_for(tmp_path):
    done = run("export", tmp_path / "export", "--today", "2031-10-11", build_dir=tmp_path)
    assert done.returncode == 0, done.stderr
    home = (tmp_path / "export" / "docs" / "index.md").read_text("utf-8")
    assert "day 11 of 80, 69 to go" in html.unescape(home)


def test_pages_and_paper_of_a_campaign_of_another_kind(built, tmp_path, golden):
    """Other numbering, no annex number, English text, other columns: nothing is tied to the first campaign."""
    done = run("export", tmp_path / "export", build_dir=built[0])
    assert done.returncode == 0, done.stderr
    tree = {
        path.relative_to(tmp_path / "export").as_posix(): path.read_text("utf-8")
        for path in (tmp_path / "export").rglob("*")
        if path.is_file() and (path.suffix == ".md" or path.name == "mkdocs.yml")
    }
    for path in sorted(built[1].rglob("*.pdf")):
        with pymupdf.open(path) as pdf:
            text = "\f\n".join(page.get_text() for page in pdf)
        tree[path.relative_to(built[1]).as_posix() + ".txt"] = text
    golden("harbour", tree)


def test_revisions_are_published_proved_and_taken_back(built, tmp_path):
    """The second revision gives up a form: its sheets answer at their addresses that they are no longer in use."""
    build_dir, public = built[0], tmp_path / "public"
    campaign = tmp_path / "campaign"
    shutil.copytree(HARBOUR, campaign)
    (campaign / "content" / "forms" / "release-note.yml").unlink()
    plan = campaign / "content" / "plan.yml"
    plan.write_text(plan.read_text("utf-8").replace("number: 3, issued", "number: 4, issued"), "utf-8")
    for where in (HARBOUR, campaign):
        done = run("publish", "--to", public, "--yes", build_dir=build_dir, campaign=where)
        assert done.returncode == 0, done.stderr
    assert '"version": "4"' in (public / "versions.json").read_text("utf-8")
    gone = "print/units/quay-office/quays-release-note.pdf"
    with pymupdf.open(public / "latest" / gone) as pdf:
        assert "This sheet is withdrawn" in pdf[0].get_text()
    listed = json.loads((public / "latest" / "manifest.json").read_text("utf-8"))["sheets"]
    assert {record["form"] for record in listed if record["path"] == gone} == {"withdrawn"}
    assert gone not in (public / "latest" / "units" / "quay-office.html").read_text("utf-8")
    check_sum = done.stdout.partition("Check sum: ")[2].split()[0]
    assert run("verify", public, "--expect", check_sum, build_dir=build_dir).returncode == 0
    before = files_of(public)
    assert run("publish", "--to", public, "--yes", build_dir=build_dir, campaign=campaign).returncode == 0
    assert files_of(public) == before

    done = run("rollback", "--to", public, "--yes", build_dir=build_dir)
    assert done.returncode == 0, done.stderr
    assert str((public / "latest").readlink()) == "3"
    done = run("verify", public, "--expect", check_sum, build_dir=build_dir)
    assert done.returncode == 1
    assert f"not {check_sum}" in done.stderr


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["publish", "--to", "{public}"], 1, "add --yes"),
        (["publish"], 2, "--to"),
        (["publish", "--to", "{public}", "--yes", "--site-url", "https://plans.example"], 2, "ends with a slash"),
        (["rollback", "--to", "{public}", "--yes"], 1, "Nothing was published"),
        (["rollback", "--to", "{public}", "--yes", "--revision", "new"], 2, "must be a revision"),
        (["verify", "{public}"], 1, "journal.jsonl: is missing"),
    ],
)
def test_what_cannot_be_published_is_told(tmp_path, words, status, told):
    done = run(*(word.format(public=tmp_path / "public") for word in words), build_dir=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)
    assert told in done.stderr


def test_draft_is_not_published(tmp_path):
    campaign = tmp_path / "campaign"
    shutil.copytree(HARBOUR, campaign)
    plan = campaign / "content" / "plan.yml"
    plan.write_text(plan.read_text("utf-8").replace("language: en\n", "language: en\nstatus: draft\n"), "utf-8")
    done = run("publish", "--to", tmp_path / "public", "--yes", build_dir=tmp_path, campaign=campaign)
    assert done.returncode == 1
    assert "A draft is not published" in done.stderr
    assert "Pressing" not in done.stdout


def test_wrong_arguments_end_with_status_2(tmp_path):
    assert run("bild", build_dir=tmp_path).returncode == 2
    assert run("export", "x", "--today", "11.10.2031", build_dir=tmp_path).returncode == 2
    assert run("export", "x", "--today", "2031-02-30", build_dir=tmp_path).returncode == 2
