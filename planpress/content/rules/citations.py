"""What the words of clauses cite: it is there, and the words call it by its label; a note may say why not.

In: records as they stand in the YAML, and a campaign that breaks no rule. Out: `Finding` values. The words are never
changed for it, so that what has moved or is gone is a warning.
"""

from collections.abc import Iterator

from planpress.content.faults import did_you_mean
from planpress.content.reader import read_text
from planpress.content.rules.records import Finding, Records
from planpress.content.source import Source
from planpress.i18n import Translate
from planpress.model.addresses import PLAN
from planpress.model.campaign import Campaign
from planpress.model.citations import Cited, bare, calls, cited_by
from planpress.model.owners import Owners
from planpress.model.records import Place


def cites_exist(records: Records, _: Translate) -> Iterator[Finding]:
    """What is cited is a clause, a row or an annex that is there; of what is gone, a note may tell."""
    nowhere = _("cites must be the address of a clause or row, or the id of an annex, that exists%(hint)s")
    gone = _("The words still cite what content/changes.yml says is gone: write a note on the clause")
    for document in records.documents:
        for ref, clause in document.places:
            for loc, target in clause.texts("cites"):
                if records.retires(target):
                    if ref not in records.noted:
                        yield Finding(clause.file, loc, gone, target, warning=True)
                elif _leads_nowhere(records, target):
                    known = records.near(target) if "#" in target else records.sector_files
                    hint = did_you_mean(target, known, _, records.guesses)
                    yield Finding(clause.file, loc, nowhere % {"hint": hint}, target)


def _leads_nowhere(records: Records, target: str) -> bool:
    if "#" in target:
        return records.leads_nowhere(target)
    known = target in records.sector_files or records.misnames("sectors", target)
    return records.whole("sectors") and not known


def cites_are_as_called(campaign: Campaign, records: Records, _: Translate) -> Iterator[Finding]:
    """The label of what is cited stands in the words; where it was another when it was sealed, both are told."""
    for document in records.documents:
        for ref, clause in document.places:
            place = campaign.places[ref]
            if place.clause is None or ref in records.noted:
                continue
            for (loc, _target), cited in zip(clause.texts("cites"), cited_by(campaign, place), strict=True):
                if cited.label and not calls(place.text, cited.label):
                    labels = _labels_before(records, cited, place, _)
                    was = next((label for label in labels if calls(place.text, label)), "")
                    message = _("The words do not say '%(label)s', as this is called: mend cites, or write a note")
                    if was:
                        message = _("The words say '%(was)s', but this is '%(label)s' now: write a note on the clause")
                    yield Finding(clause.file, loc, message % {"was": was, "label": cited.label}, cited.target, True)


def _labels_before(records: Records, cited: Cited, place: Place, _: Translate) -> Iterator[str]:
    """Yield the label of what is cited in each sealed revision, the latest first; empty where it has none."""
    document = cited.target.partition("#")[0]
    for texts in records.before:
        read = (found for found in texts.items() if found[0].startswith(("content/plan.", "sectors/")))
        then = Records(Source(tuple(read_text(text, path, [], _)[0] for path, text in read), ()), Owners())
        labels = {sector.text("id"): sector.text("label") or sector.text("title") for sector in then.sectors}
        if document in (PLAN, place.document):
            labels = {ref: one.text("label") for found in then.documents for ref, one in found.places}
            document = cited.target
        yield bare(labels.get(document, ""))
