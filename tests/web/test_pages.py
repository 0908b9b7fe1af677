"""Campaign → Markdown: every word of the plan, once, at its address, and safe."""

from __future__ import annotations

import datetime
import html
import re
import shutil
from itertools import pairwise
from pathlib import Path

import markdown
import pytest
import yaml
from kit.folder import edit
from kit.page import EXTENSIONS, seen_html
from kit.paths import HARBOUR, PROJECT

from planpress.content.validate import read
from planpress.model.addresses import ANNEX, page_of, place_address, source_of, unit_calendar, unit_page
from planpress.model.campaign import Campaign
from planpress.model.records import Clause, Note, Term, Unit
from planpress.office.files import companions
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.web import pages as kinds
from planpress.web.page import AT_THE_FOOT, Page, navigation_of
from planpress.web.pages import KINDS, pages_of
from planpress.web.pages.handbook import handbook
from planpress.web.verbatim import Verbatim


def without_editor(text: str) -> str:
    """Return the text of a Markdown page as the source has it: no editor's marks, tags or white space."""
    page = markdown.markdown(text, extensions=EXTENSIONS)
    page = re.sub(r"<sup.*?</sup>", "", page, flags=re.DOTALL)
    page = re.sub(r'<a class="headerlink".*?</a>', "", page, flags=re.DOTALL)
    page = re.sub(r'<(div|td) class="[^"]*editor-note.*?</\1>', "", page, flags=re.DOTALL)
    return "".join(seen_html(page).text.split())


def written(campaign: Campaign) -> dict[str, str]:
    return pages_of(campaign, sheets_of(campaign), edition_of(campaign)).files


@pytest.fixture(scope="module")
def harbour_pages(harbour: Campaign) -> dict[str, str]:
    return written(harbour)


# ---------------------------------------------------------------- escaping


def test_a_whole_campaign_of_foreign_text_makes_no_tag(harbour: Campaign) -> None:
    evil = "<script>alert(1)</script> [x](javascript:alert(2)) {{ 7*7 }} <img src=x onerror=alert(3)>"
    sector = harbour.sectors[0]
    assert sector.checklist is not None
    clauses = tuple(
        clause.model_copy(update={"text": evil, "title": evil, "label": evil, "clauses": ()})
        for clause in sector.clauses
    )
    heading = Clause(id="evil", title=evil)
    items = tuple(item.model_copy(update={"text": evil, "label": evil, "basis": ()}) for item in sector.checklist.items)
    changed = sector.model_copy(
        update={
            "title": evil,
            "short": evil,
            "label": evil,
            "clauses": (*clauses, heading),
            "checklist": sector.checklist.model_copy(update={"title": evil, "items": items}),
        }
    )
    plan = harbour.plan.model_copy(update={"name": evil, "short": evil, "title": evil})
    units = tuple(unit.model_copy(update={"name": evil, "aliases": (), "reference": evil}) for unit in harbour.units)
    fields = {
        "plan": plan.model_copy(update={"clauses": (), "reporting": ()}),
        "sectors": (changed,),
        "units": units,
        "terms": (Term(id="t", name="nothing", definition=evil),),
        "notes": (),
    }
    campaign = Campaign(**{**_fields(harbour), **fields})
    pictured = {page.source for page in handbook(campaign)}
    for path, text in pages_of(campaign, (), edition_of(campaign)).files.items():
        page = markdown.markdown(text.split("---\n", 2)[2], extensions=EXTENSIONS)
        assert "<script" not in page, path
        assert "<img" not in page or path in pictured, path  # the handbook's pictures are ours
        assert 'href="javascript' not in page, path


# ---------------------------------------------------------------- verbatim text and addresses


@pytest.mark.parametrize("name", ["harbour", "real"])
def test_every_clause_and_row_stands_whole_at_its_address(name: str, request: pytest.FixtureRequest) -> None:
    campaign = request.getfixturevalue(name)
    pages = written(campaign)
    plain_pages = {path: without_editor(text) for path, text in pages.items() if path.startswith(("plan/", "sectors/"))}
    for ref, place in campaign.places.items():
        path = "plan/index.md" if place.sector is None else f"sectors/{place.sector.id}.md"
        anchor = ref.partition("#")[2]
        assert f'id="{anchor}"' in pages[path] or f"{{ #{anchor} }}" in pages[path], ref
        assert "".join(place.text.split()) in plain_pages[path], ref


def test_no_page_has_an_address_twice(harbour_pages: dict[str, str]) -> None:
    for path, text in harbour_pages.items():
        anchors = re.findall(r'id="([^"]+)"|\{ #([\w-]+)', text)
        flat = [first or second for first, second in anchors]
        assert len(flat) == len(set(flat)), path


@pytest.mark.parametrize("name", ["contact", "general", "index", "page", "reports"])
def test_a_sector_may_be_called_as_a_part_of_a_page(name: str, tmp_path: Path) -> None:
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    for path in root.rglob("*.yml"):
        path.write_text(re.sub(r"\bquays\b", name, path.read_text("utf-8")), "utf-8")
    test_no_page_has_an_address_twice(written(read(root).campaign))


def test_heading_levels_never_skip_one(harbour_pages: dict[str, str]) -> None:
    for path, text in harbour_pages.items():
        levels = [len(found) for found in re.findall(r"^(#+) ", text, flags=re.MULTILINE)]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path


def test_pages_are_the_same_each_time(harbour: Campaign, harbour_pages: dict[str, str]) -> None:
    again = written(harbour)
    assert again == harbour_pages
    assert list(again) == sorted(again)


# ---------------------------------------------------------------- terms and notes


def test_a_term_is_linked_at_its_first_place_in_a_clause_only(harbour_pages: dict[str, str]) -> None:
    text = harbour_pages["sectors/quays.md"]
    clause = re.search(r'<p class="clause[^"]*" id="do-3"[^>]*>.*?</p>', text)
    assert clause is not None
    assert clause[0].count("<abbr") == 1
    assert "../terms.html#lay-up" in clause[0]


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("The office clears ice.", ["ice"]),
        ("Icebreakers and offices.", []),
        ("查看ice3、ice。", ["ice"]),
        ("用ice的", ["ice"]),
        ("本办法所称冰冻", ["冰"]),
    ],
)
def test_a_term_is_a_whole_word_where_words_stand_apart(harbour: Campaign, text: str, linked: list[str]) -> None:
    terms = (Term(id="ice", name="ice"), Term(id="frost", name="冰"))
    runs, _marks = Verbatim(Campaign(**{**_fields(harbour), "terms": terms})).runs(Clause(id="x", text=text))
    assert [fragment.text for run in runs for fragment in run.fragments if fragment.term] == linked


def test_a_mark_follows_the_quoted_words_and_leads_to_the_note(harbour_pages: dict[str, str]) -> None:
    text = harbour_pages["sectors/quays.md"]
    assert re.search(r'colur<sup class="editor-note"[^>]*><a href="\.\./notes\.html#colour"', text)
    assert 'id="colour"' in harbour_pages["notes.md"]
    assert 'href="sectors/quays.html#item-b"' in harbour_pages["notes.md"]


def test_a_mark_inside_a_term_moves_behind_it(harbour: Campaign) -> None:
    note = Note(id="half", target="quays#do-3", kind="typo", quote="Lay", remark="half a word")
    term = Term(id="lay-up", name="Lay-up")
    campaign = Campaign(**{**_fields(harbour), "notes": (note,), "terms": (term,)})
    text = written(campaign)["sectors/quays.md"]
    assert re.search(r"Lay&#45;up</abbr></a><sup", text)


def test_a_note_on_a_heading_stands_below_it(harbour: Campaign) -> None:
    note = Note(id="head", target="quays#do", kind="numbering", quote="Things", remark="no number")
    campaign = Campaign(**{**_fields(harbour), "notes": (note,)})
    text = written(campaign)["sectors/quays.md"]
    assert re.search(
        r"^## Things to do \{ #do \}\n\n<div class=\"details editor-note\".*notes\.html#head", text, re.MULTILINE
    )


def test_a_term_without_definition_says_so(harbour_pages: dict[str, str]) -> None:
    assert "The source gives no definition" in harbour_pages["terms.md"]


# ---------------------------------------------------------------- units


def test_a_unit_page_quotes_each_duty_and_leads_to_its_clause(harbour: Campaign, harbour_pages: dict[str, str]) -> None:
    for bond in harbour.bindings.bonds:
        text = harbour_pages[f"units/{bond.unit.id}.md"]
        page = "plan/index.html" if bond.place.sector is None else f"sectors/{bond.place.sector.id}.html"
        assert f'href="../{page}#{bond.place.ref.partition("#")[2]}"' in text
        assert "".join(bond.place.text.split()) in without_editor(text)


def test_a_unit_page_offers_every_sheet_of_the_unit(harbour: Campaign, harbour_pages: dict[str, str]) -> None:
    for sheet in sheets_of(harbour):
        if sheet.unit:
            assert f'href="../{sheet.path}"' in harbour_pages[f"units/{sheet.unit}.md"]
            assert f'href="units/{sheet.unit}.html#_sheets"' in harbour_pages["print.md"]
        else:
            assert f'href="{sheet.path}"' in harbour_pages["print.md"]


def test_the_print_centre_lists_the_annexes_in_their_order(harbour: Campaign, harbour_pages: dict[str, str]) -> None:
    paths = {sheet.sector: sheet.path for sheet in sheets_of(harbour) if sheet.form == ANNEX}
    found = re.findall('href="([^"]+)"', harbour_pages["print.md"].partition("_documents")[2])
    assert [path for path in found if path in paths.values()] == [paths[one.id] for one in harbour.sectors]


def test_a_name_from_outside_the_source_is_marked(harbour_pages: dict[str, str]) -> None:
    assert "This name is not in the source" in harbour_pages["units/west-basin.md"]
    assert "Harbour directory" in harbour_pages["units/west-basin.md"]
    assert "This name is not in the source" not in harbour_pages["units/east-basin.md"]


def test_a_due_date_shows_on_the_pages_of_those_it_binds(harbour_pages: dict[str, str]) -> None:
    assert "2031&#45;10&#45;31" in harbour_pages["units/east-basin.md"].partition("_reports")[0]
    assert "by 31 October 2031" not in harbour_pages["units/crane-office.md"]


def test_a_task_stands_on_the_page_of_a_unit_that_is_only_responsible_for_it(tmp_path: Path) -> None:
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    edit(root, "sectors/01-quays.yml", "[quay-office, east-basin]", "[crane-office]")
    page = written(read(root).campaign)["units/crane-office.md"]
    duties = without_editor(page).partition("Duties,wordforword")[2]
    assert "Answeringfortasks" in duties
    assert "Gritbinsarefilledby31October2031." in duties
    assert 'href="../sectors/quays.html#do-1"' in page.partition("{ #_duties")[2]


def test_a_unit_that_leads_a_sector_by_its_head_alone_is_led_nowhere_wrong(tmp_path: Path) -> None:
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    edit(root, "content/plan.yml", "          - {units: [crane-office], role: lead, sectors: [cranes]}\n", "")
    page = html.unescape(written(read(root).campaign)["units/crane-office.md"])
    assert "lead" in page.partition("{ #_sectors")[2].partition("</table>")[0]
    for anchor in re.findall('href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page or f"{{ #{anchor} " in page, anchor


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("555-0142", "tel:5550142"),
        ("+44 (0)20 555", "tel:+44020555"),
        ("（０７５５）5550142", "tel:07555550142"),
        ("555-0142 / 555-0143", ""),
        ("555-0142, ask for the board", ""),
        ("5550142、5550143", ""),
    ],
)
def test_a_telephone_dials_one_number_or_none(harbour: Campaign, phone: str, link: str) -> None:
    assert harbour.plan.contact is not None
    contact = harbour.plan.contact.model_copy(update={"phone": phone})
    plan = harbour.plan.model_copy(update={"contact": contact})
    pages = written(Campaign(**{**_fields(harbour), "plan": plan}))
    for path in ("units/quay-office.md", "print.md"):
        page = html.unescape(pages[path])
        assert phone in page
        assert re.findall('"(tel:[^"]*)"', page) == [link] * bool(link), path


def test_a_campaign_without_reports_terms_or_notes_has_its_pages(harbour: Campaign) -> None:
    plan = harbour.plan.model_copy(update={"reporting": (), "contact": None, "notice": None})
    campaign = Campaign(**{**_fields(harbour), "plan": plan, "terms": (), "notes": ()})
    assert set(written(campaign)) == set(written(harbour))


def test_a_campaign_without_blanks_terms_or_sheets_of_a_sector_has_nothing_empty(harbour: Campaign) -> None:
    quays, cranes = harbour.sectors
    fields = {
        "forms": tuple(form.model_copy(update={"blank": False, "sectors": ("quays",)}) for form in harbour.forms),
        "sectors": (quays, cranes.model_copy(update={"checklist": None})),
        "terms": (),
    }
    pages = written(Campaign(**{**_fields(harbour), **fields}))
    for path, text in pages.items():
        assert not re.search(r"<tbody>\s*</tbody>|<ul[^>]*>\s*</ul>", text), path
        for anchor in re.findall('href="#([^"]+)"', html.unescape(text)):
            assert f'id="{anchor}"' in text or f"{{ #{anchor} " in text, (path, anchor)
    assert "There are none." in pages["terms.md"]
    assert "0 sheets" not in pages["print-by-sector.md"]


def test_the_navigation_names_every_page_but_those_of_units_once(
    harbour: Campaign, harbour_pages: dict[str, str]
) -> None:
    def paths(entry: object) -> list[str]:
        if isinstance(entry, str):
            return [entry]
        below = entry.values() if isinstance(entry, dict) else entry
        return [path for part in below for path in paths(part)]

    nav = pages_of(harbour, sheets_of(harbour), edition_of(harbour)).nav
    assert sorted(paths(nav)) == sorted(path for path in harbour_pages if not path.startswith("units/"))


def test_the_tab_of_a_unit_is_marked(harbour: Campaign, harbour_site: Path) -> None:
    for unit in harbour.units:
        text = (harbour_site / unit_page(unit.id)).read_text("utf-8")
        assert re.findall(r'md-tabs__item--active">\s*<a href="([^"]*)"', text) == ["../matrix.html"]


def test_at_most_seven_tabs_lead_to_pages_of_their_names(real: Campaign) -> None:
    pages = pages_of(real, sheets_of(real), edition_of(real)).pages
    tabs: dict[str, str] = {}
    for page in pages:
        if page.nav and page.nav[0] not in {one.nav[0] for one in pages if one.address in AT_THE_FOOT}:
            tabs.setdefault(page.nav[0], page.title)
    assert len(tabs) <= 7
    assert all(title == name for name, title in tabs.items() if title != real.plan.name)


def _fields(campaign: Campaign) -> dict[str, object]:
    return {name: getattr(campaign, name) for name in campaign.__dataclass_fields__}


def test_sheets_of_reporting_days_stand_in_one_line_by_their_dates(real: Campaign) -> None:
    pages = pages_of(real, sheets_of(real), edition_of(real)).files
    line = next(line for line in pages["units/caozhen.md"].splitlines() if "weekly-report-01.pdf" in line)
    line = html.unescape(line)
    days = [day.isoformat() for day in real.report_dates]
    assert re.findall('<time datetime="([^"]*)"', line) == days
    assert len(re.findall(r'href="../print/units/caozhen/weekly-report-\d\d.pdf"', line)) == len(days)


def test_forms_are_offered_in_the_order_of_their_use(real: Campaign) -> None:
    pages = pages_of(real, sheets_of(real), edition_of(real)).files
    names = ("checklist", "sign-off-enterprise", "list-responsibility", "fire-three-lists", "weekly-report-01")
    places = [pages["units/fire-rescue.md"].index(f"{name}.pdf") for name in names]
    assert places == sorted(places)


# ---------------------------------------------------------------- files for office programs


@pytest.mark.parametrize("name", ["harbour", "real"])
def test_every_file_for_office_programs_is_linked_beside_its_pdf(name: str, request: pytest.FixtureRequest) -> None:
    campaign = request.getfixturevalue(name)
    pages = written(campaign)
    for sheet in sheets_of(campaign):
        page, up = (f"units/{sheet.unit}.md", "../") if sheet.unit else ("print.md", "")
        for path in companions(sheet).values():
            assert f'href="{up}{path}"' in pages[page], path
    for unit in campaign.units:
        dated = campaign.bindings.dated(unit)
        assert (f'href="../{unit_calendar(unit.id)}"' in pages[f"units/{unit.id}.md"]) == bool(dated), unit.id


def test_the_parts_of_a_units_sheets_add_up_to_the_one_count(real: Campaign) -> None:
    pages = written(real)
    for unit in site_units(real):
        text = pages[f"units/{unit}.md"]
        counts = [int(found) for found in re.findall(r'href="#_sheets-[^"]*">[^<]*<b>(\d+)</b>', text)]
        assert f"{sum(counts)} 张表" in text, unit


def site_units(campaign: Campaign) -> set[str]:
    return {sheet.unit for sheet in sheets_of(campaign) if sheet.unit and sheet.sector}


def test_matrix_page_names_each_role_of_each_unit(harbour: Campaign, harbour_pages: dict[str, str]) -> None:
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", harbour_pages["matrix.md"])
    assert len(rows) == len(harbour.units)
    assert sum(row.count('class="role ') for row in rows) == sum(
        len(part.roles) for part in harbour.bindings.involvements
    )


# ---------------------------------------------------------------- home


def home(campaign: Campaign, today: datetime.date | None) -> str:
    return pages_of(campaign, sheets_of(campaign), edition_of(campaign), today).files["index.md"]


def test_home_drawn_for_a_day_says_so_and_shows_the_next_three_dates(real: Campaign) -> None:
    text = html.unescape(home(real, datetime.date(2022, 12, 1)))
    assert "截至2022年12月1日：行动期第 22 天，共 83 天，还剩 61 天。" in text
    assert re.findall(r'data-day="([^"]*)"', text) == ["2022-12-31", "2023-11-30"]
    assert "还剩 30 天" in text
    assert 'x1="25.3%"' in text


def test_home_drawn_for_no_day_says_nothing_of_today(real: Campaign) -> None:
    text = html.unescape(home(real, None))
    assert re.findall(r'data-day="([^"]*)"', text) == ["2022-11-30", "2022-12-31", "2023-11-30"]
    assert '<p class="period__words" hidden></p>' in text
    assert 'class="next__wait"' not in text


def test_home_after_the_last_date_says_that_all_have_passed(real: Campaign) -> None:
    text = html.unescape(home(real, datetime.date(2024, 1, 1)))
    assert "data-day=" not in text
    assert "完成时限均已届满" in text


def test_home_without_reports_says_so_too_when_all_dates_have_passed(harbour: Campaign) -> None:
    plan = harbour.plan.model_copy(update={"reporting": ()})
    text = home(Campaign(**{**_fields(harbour), "plan": plan}), datetime.date(2032, 1, 1))
    assert "All due dates have passed" in html.unescape(text)
    assert 'href="#_dates"' in text


def test_home_leads_to_every_unit_and_sector(real: Campaign) -> None:
    text = home(real, None)
    for unit in real.units:
        assert f'href="units/{unit.id}.html" data-unit="{unit.id}"' in text
    for sector in real.sectors:
        assert f'class="tile__title" href="sectors/{sector.id}.html"' in text


# ---------------------------------------------------------------- one place for each duty and sheet


def test_a_clause_that_binds_a_unit_twice_stands_once_with_both_roles_and_its_date(real: Campaign) -> None:
    text = html.unescape(written(real)["units/yaomeng.md"])
    part = text[text.index("#### 森林防火") : text.index("#### 工贸")]
    heads = re.findall(r'<p class="duty__head">(.*?)</p>', part)
    places = [re.search(r'href="([^"]*)"', head)[1] for head in heads]
    assert len(places) == len(set(places))
    both = [head for head in heads if "role--territorial" in head and "role--task" in head]
    assert both
    assert all("<time" in head for head in both)


def test_duties_are_grouped_by_role_then_sector(real: Campaign) -> None:
    text = html.unescape(written(real)["units/emergency.md"])
    heads = re.findall(r"^#{3,4} (\S+)", text[text.index("{ #_duties") :], re.MULTILINE)
    assert heads.index("牵头职责") < heads.index("危险化学品") < heads.index("配合职责") < heads.index("燃气")


def test_every_way_through_the_print_centre_lists_every_sheet_of_a_form(harbour: Campaign) -> None:
    pages = written(harbour)
    for sheet in sheets_of(harbour):
        if sheet.form in harbour.form_by_id:
            assert f'href="{sheet.path}"' in pages["print-by-form.md"], sheet.path
            if sheet.sector:
                assert f'href="{sheet.path}"' in pages["print-by-sector.md"], sheet.path


def test_a_form_that_no_clause_asks_for_says_so(real: Campaign) -> None:
    text = written(real)["print-by-form.md"]
    assert text.count("编者拟制，供发放单位内部使用，方案没有要求 · 本表由发放单位留存。") == 1


def test_passages_say_which_units_they_bind(real: Campaign) -> None:
    text = written(real)["sectors/gas.md"]
    assert re.search(r'id="duties-3" data-units="commerce"', text)
    everyone = " ".join(unit.id for unit in real.bindings.in_sector(real.sector_by_id["gas"]))
    assert f'id="item-1" data-units="{everyone}"' in text
    assert re.search(r'id="item-17" data-units="caozhen yaomeng', written(real)["sectors/fire.md"])


def test_a_passage_names_whom_it_binds_besides_who_answers_for_it(tmp_path: Path) -> None:
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    answers = "        responsible: [quay-office, east-basin]\n"
    duty = "        duties: [{units: [crane-office], role: support}]\n"
    edit(root, "sectors/01-quays.yml", answers, answers + duty)
    page = written(read(root).campaign)["sectors/quays.md"]
    assert 'id="do-1" data-units="quay-office east-basin crane-office"' in page
    assert 'id="item-a" data-units="quay-office east-basin crane-office"' in page


def test_a_duty_tells_its_date_to_whom_it_binds_where_no_one_answers_for_it(tmp_path: Path) -> None:
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    answers = "responsible: [quay-office, east-basin]"
    edit(root, "sectors/01-quays.yml", answers, "duties: [{units: [crane-office], role: support}]")
    page = html.unescape(written(read(root).campaign)["units/crane-office.md"])
    duty = re.search('<li class="duty">(?:(?!</li>).)*quays.html#do-1.*?</li>', page)
    assert duty is not None
    assert 'class="due"' in duty[0]


# ---------------------------------------------------------------- pages as values


def test_every_module_of_a_kind_of_page_is_listed() -> None:
    folder = Path(kinds.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert {kind.__module__.rpartition(".")[2] for kind in KINDS} == modules
    assert len(KINDS) == len(modules)


@pytest.mark.parametrize("name", ["harbour", "real"])
def test_files_search_and_navigation_follow_from_the_pages(name: str, request: pytest.FixtureRequest) -> None:
    campaign = request.getfixturevalue(name)
    found = pages_of(campaign, sheets_of(campaign), edition_of(campaign))
    assert sorted(page.source for page in found.pages) == list(found.files)
    assert [page.address for page in found.public] == [page.address for page in found.pages]
    addresses = {page.address for page in found.pages}
    assert {entry.location.partition("#")[0] for entry in found.entries} <= addresses
    for page in found.pages:
        for script in page.scripts:
            assert (PROJECT / "site_templates" / "assets" / script).exists() or script in found.data, script


def test_a_section_stands_where_it_is_first_named() -> None:
    pages = [Page("a.html", "A", nav=("S", "A")), Page("b.html", "B"), Page("c.html", "C", nav=("C",))]
    pages.append(Page("d.html", "D", nav=("S", "T", "D")))
    assert navigation_of(pages) == [{"S": [{"A": "a.md"}, {"T": [{"D": "d.md"}]}]}, {"C": "c.md"}]


def test_front_matter_says_what_the_page_says() -> None:
    page = Page("a.html", 'A "<b>"', hide=("toc",), boost=0, scripts=("x.js", "y.js"))
    found = yaml.safe_load(page.front_matter.strip("-\n"))
    title = "A &#34;&lt;b&gt;&#34;"
    assert found == {"title": title, "hide": ["toc"], "search": {"exclude": True}, "scripts": ["x.js", "y.js"]}
    assert yaml.safe_load(Page("a.html", "A").front_matter.strip("-\n")) == {"title": "A"}


def test_no_line_of_a_template_of_pages_is_longer_than_200_characters() -> None:
    files = [*(PROJECT / "macros").glob("web_*.html"), *(PROJECT / "site_templates" / "pages").iterdir()]
    assert [path.name for path in files if max(map(len, path.read_text("utf-8").splitlines())) > 200] == []


# ---------------------------------------------------------------- whom a passage binds


@pytest.mark.parametrize("name", ["harbour", "real"])
def test_filter_and_search_say_of_every_passage_whom_it_binds(name: str, request: pytest.FixtureRequest) -> None:
    campaign = request.getfixturevalue(name)
    found = pages_of(campaign, (), edition_of(campaign))
    entries = {entry.location: entry for entry in found.entries}
    for place in campaign.places.values():
        bound, named = campaign.bindings.bound(place), campaign.bindings.named(place)
        page = found.files[source_of(page_of(place.sector))]
        hit = re.search(f'id="{place.anchor}" data-units="([^"]*)"', page)
        if place.sector is not None and hit:
            assert hit[1].split() == [unit.id for unit in bound], place.ref
        title = entries[place_address(place)].title.rpartition(" · ")[2]
        told = bound if place.item else named
        number = re.search(r"等(\d+)个单位$|^(\d+) units, among them", title)
        if number:
            assert int(number[1] or number[2]) == len(told), place.ref
        elif place.item:
            assert all((unit.short or unit.name) in title for unit in told), place.ref
        if place.item:
            assert title.startswith(called(campaign.members(place.sector.lead)[0])) or "among them" in title, place.ref


def called(unit: Unit) -> str:
    return unit.short or unit.name


def test_the_drawing_marks_a_day_of_the_period_only(real: Campaign) -> None:
    outside, inside = (home(real, datetime.date(2023, month, 1)) for month in (2, 1))
    assert "period__words" in outside
    assert 'class="period__mark"' not in outside
    assert 'class="period__mark"' in inside
