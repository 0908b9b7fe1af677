"""A kind of block says all of itself in one place: a kind that is registered is known everywhere."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, ClassVar

import docx
import openpyxl
import pymupdf
import pytest
from jinja2 import BaseLoader, ChoiceLoader, DictLoader
from kit.paper import set_in_type, written
from kit.paths import HARBOUR, PROJECT, TESTS
from pydantic import Field, ValidationError

from planpress.blocks.kind import BlockView, Fault, Kind
from planpress.blocks.page import Page
from planpress.blocks.registry import KINDS, Block
from planpress.content.schemas import schemas
from planpress.content.validate import read
from planpress.errors import ContentError
from planpress.i18n import Translate
from planpress.office.files import companions, office_files
from planpress.record import AS_WHOLE, Record
from planpress.sheets.edition import edition_of
from planpress.sheets.forms import ranks_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.rows import rows_for
from planpress.sheets.sheet import Sheet
from planpress.templates import environment
from planpress.view import plain

FORM = """\
id: mood
code: MO
title: How it went
origin: editor
basis: [plan#parts-1]
scope: unit
audience: [any]
blocks:
  - scale: {label: Ice on the quay, steps: 5}
  - table:
      rows: units
      columns:
        - {label: Office, width_mm: 170, value: name}
"""

MACRO = """\
{% macro scale(block, edition) %}
<p class="ticks">{{ block.label }}{{ _(":") }}
{% for step in range(1, block.steps + 1) %}<span class="tick">{{ step }}</span> {% endfor %}</p>
{% endmacro %}
"""


class Scale(Record):
    """A question answered by one of several steps."""

    label: str
    steps: Annotated[int, Field(ge=2), AS_WHOLE]


@dataclass(frozen=True)
class ScaleView(BlockView):
    """What a scale shows."""

    written: ClassVar[bool] = True
    label: str
    steps: int
    kind: str = field(default="scale", init=False)

    def write(self, page: Page) -> None:
        page.line(f"{self.label} {' '.join(str(step) for step in range(1, self.steps + 1))}")


def check(value: Any, page_width_mm: float | None, _say: Translate) -> Iterator[Fault]:
    steps = value.get("steps", "")
    if page_width_mm and steps.isdecimal() and int(steps) * 20 > page_width_mm:
        yield Fault(("steps",), "steps must fit the page", steps)


SCALE: Kind[Scale] = Kind("scale", Scale, lambda scale, _rows: ScaleView(scale.label, scale.steps), check, staged=True)


@pytest.fixture
def campaign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The second campaign with a form of a kind that this test alone knows."""
    monkeypatch.setitem(KINDS, "scale", SCALE)
    loader = environment("en").loader
    assert isinstance(loader, BaseLoader)
    monkeypatch.setattr(environment("en"), "loader", ChoiceLoader([loader, DictLoader({"paper/scale.html": MACRO})]))
    for folder in ("content", "sectors"):
        shutil.copytree(HARBOUR / folder, tmp_path / folder)
    (tmp_path / "content/forms/mood.yml").write_text(FORM, "utf-8")
    return tmp_path


def _sheet(root: Path) -> Sheet:
    return next(sheet for sheet in sheets_of(read(root).campaign) if sheet.form == "mood" and sheet.unit)


def test_registered_kind_is_read_from_the_yaml(campaign: Path) -> None:
    found = read(campaign).campaign
    assert found.form_by_id["mood"].blocks[0].content == Scale(label="Ice on the quay", steps=5)
    assert ranks_of(found)["mood"] == 1
    assert plain(_sheet(campaign).view)["form"]["blocks"][0] == {
        "kind": "scale",
        "label": "Ice on the quay",
        "steps": 5,
    }


@pytest.mark.parametrize(
    ("put", "message"),
    [
        ("steps: many", "mood: steps must be a whole number such as 20: 'many'"),
        ("steps: 1", "mood: steps must be at least 2: '1'"),
        ("steps: 9", "mood: steps must fit the page: '9'"),
        ("stepps: 5", "mood: stepps is not a key of this record, did you mean 'steps'?"),
    ],
)
def test_registered_kind_is_checked(campaign: Path, put: str, message: str) -> None:
    (campaign / "content/forms/mood.yml").write_text(FORM.replace("steps: 5", put), "utf-8")
    with pytest.raises(ContentError) as error:
        read(campaign)
    assert f"content/forms/mood.yml:9: {message}" in str(error.value)


def test_misspelt_kind_is_told_with_the_registered_one(campaign: Path) -> None:
    (campaign / "content/forms/mood.yml").write_text(FORM.replace("scale:", "scael:"), "utf-8")
    with pytest.raises(ContentError, match="scael is not a key of this record, did you mean 'scale'"):
        read(campaign)


def test_registered_kind_stands_in_the_schema(campaign: Path) -> None:
    schema = json.loads(schemas()["form.json"])
    assert list(schema["$defs"]["Block"]["properties"]) == list(KINDS)
    assert schema["$defs"]["Scale"]["required"] == ["label", "steps"]


def test_registered_kind_is_printed(campaign: Path) -> None:
    edition = edition_of(read(campaign).campaign)
    made = set_in_type(_sheet(campaign), edition)
    with pymupdf.open(stream=written(made)) as pdf:
        assert "Ice on the quay: 1 2 3 4 5" in " ".join(pdf[0].get_text().split())


def test_registered_kind_stands_in_spreadsheet_and_letter(campaign: Path) -> None:
    found, sheet = read(campaign).campaign, _sheet(campaign)
    paths = companions(sheet)
    assert sorted(paths) == ["docx", "xlsx"]
    files = office_files(found, [sheet], edition_of(found))
    page = openpyxl.load_workbook(io.BytesIO(files[paths["xlsx"]])).active
    assert page is not None
    assert "Ice on the quay 1 2 3 4 5" in [cell.value for row in page.iter_rows() for cell in row]
    letter = docx.Document(io.BytesIO(files[paths["docx"]]))
    assert "Ice on the quay 1 2 3 4 5" in [paragraph.text for paragraph in letter.paragraphs]


@pytest.mark.parametrize("name", KINDS)
def test_kind_has_a_macro_and_a_view_of_its_name(name: str, real, harbour) -> None:
    source = (PROJECT / "macros" / "paper" / f"{name}.html").read_text("utf-8")
    assert f"{{% macro {name}(block, edition) %}}" in source
    assert KINDS[name].name == name
    papers = read(TESTS / "campaigns" / "enforcement").campaign
    blocks = [block for campaign in (real, harbour, papers) for form in campaign.forms for block in form.blocks]
    block = next(block for block in blocks if block.key == name)
    assert block.view(rows_for(real)).kind == name


@pytest.mark.parametrize("value", [{}, {"heading": "a", "sentence": "b"}])
def test_block_has_one_key(value: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Block.model_validate(value)


def test_block_is_written_as_it_is_read(real) -> None:
    for form in real.forms:
        assert type(form).model_validate_json(form.model_dump_json()) == form
        assert [list(block) for block in form.model_dump()["blocks"]] == [[block.key] for block in form.blocks]
