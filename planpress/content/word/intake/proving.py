"""The files of a new campaign → the words of its source that they hold, for the proof that none was lost.

In: the text of the files, read back as YAML. Out: words as printed; what we named or chose is none of them.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from planpress.content.reader import read_text
from planpress.i18n import Translate

OF_CLAUSES = ("label", "title", "text")
OF_NOTICES = (
    "copy_number",
    "classification",
    "urgency",
    "issuer",
    "issuers",
    "issuers_end",
    "title",
    "document_number",
    "signatory",
    "addressees",
    "attachments",
    "signed",
    "date",
    "remark",
    "imprint",
)


def words_kept(files: Mapping[str, str], ours: Collection[tuple[str, str]], _: Translate) -> Iterator[str]:
    """Yield the words of the plan and its annexes that files hold, by path.

    `ours` are sector and id of the rows whose number is ours; without an id, it is the title of the checklist, or, with
    the path of the plan, of the plan.
    """
    for path, text in files.items():
        if path != "content/plan.yml" and not path.startswith("sectors/"):
            continue
        value = read_text(text, path, [], _)[0].value or {}
        notice = value.get("notice") or {}
        yield from (word for key in OF_NOTICES for word in _texts(notice.get(key)))
        yield from _clauses(notice)
        yield from (value.get("label", ""), "" if (path, "") in ours else value.get("title", ""))
        yield from _clauses(value)
        checklist = value.get("checklist") or {}
        yield checklist.get("label", "")
        yield "" if (value["id"], "") in ours else checklist.get("title", "")
        for item in checklist.get("items", ()):
            yield "" if (value["id"], item["id"]) in ours else item.get("label", "")
            yield item["text"]
            yield from _texts(item.get("values"))


def _clauses(holder: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words of the clauses below a record, in printed order."""
    for clause in holder.get("clauses", ()):
        yield from (clause.get(key, "") for key in OF_CLAUSES)
        yield from _clauses(clause)


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a value."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(one)
