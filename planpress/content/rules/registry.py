"""Every rule between records, and the one place where they are asked.

In: the files as read, with what is already known to be broken in them. Out: `Problem` values. A new rule is
a function of a module beside this one, named in `RULES`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from planpress.content.rules import (
    answers,
    bonds,
    citations,
    claims,
    dues,
    fits,
    heights,
    kinds,
    names,
    notice,
    numbers,
    owners,
    paper,
    phases,
    references,
    reporting,
    rows,
    signs,
    wording,
)
from planpress.content.rules.records import Finding, Records
from planpress.content.source import Source, caret
from planpress.errors import Problem
from planpress.i18n import Translate
from planpress.model.campaign import Campaign
from planpress.model.owners import Owners

Rule = Callable[[Records, Translate], Iterator[Finding]]

Before = Callable[[], Iterable[Mapping[str, str]]]
"""Gives the text of the files of each sealed revision by path, the latest first."""

RULES: tuple[Rule, ...] = (
    names.ids_and_codes_differ,
    owners.codes_differ,
    owners.codes_keep_their_owner,
    owners.addresses_keep_their_owner,
    names.names_are_free,
    names.packs_differ,
    names.sheets_differ,
    names.values_differ,
    names.names_differ,
    names.names_are_one_line,
    names.retired_stays_away,
    references.units_exist,
    references.sectors_exist,
    references.clauses_exist,
    references.forms_exist,
    references.forms_have_a_basis,
    references.origins_exist,
    citations.cites_exist,
    references.time_zones_exist,
    numbers.numbers_have_a_serial,
    numbers.numbers_differ,
    numbers.cited_forms_have_numbers,
    wording.clause_says_something,
    wording.dates_are_in_the_text,
    dues.dues_have_one_rule,
    dues.occasions_are_as_said,
    wording.plan_says_something,
    wording.sector_says_something,
    wording.plan_has_a_period,
    phases.phases_part_the_period,
    kinds.kinds_are_what_they_are,
    kinds.kinds_exist,
    kinds.level_fits_kind,
    notice.letters_have_one_head,
    notice.who_signs_issues,
    notice.plan_has_a_heading,
    reporting.rules_are_told_apart,
    reporting.rules_have_one_way,
    reporting.rules_fall_due,
    reporting.forms_name_rules,
    wording.quotes_are_verbatim,
    wording.outside_has_a_reference,
    paper.blocks_keep_their_rules,
    paper.duty_has_a_sheet,
    answers.answers_are_sets,
    answers.rows_are_answered,
    answers.answers_fit,
    rows.columns_have_values,
    rows.values_are_printed,
    rows.categories_have_rows,
    rows.alone_rests_on_nothing,
    signs.paper_has_the_signs,
    fits.lines_hold_their_words,
    fits.heads_hold_their_names,
    fits.codes_fit,
    fits.fields_fit,
    numbers.numbers_fit,
    heights.rows_fit_a_page,
    heights.basis_fits_the_foot,
    heights.closing_parts_have_company,
    claims.due_dates_are_as_said,
    dues.rules_are_as_said,
    claims.period_ends_as_said,
    claims.relations_are_as_said,
    claims.names_are_as_printed,
    claims.aliases_are_printed,
)
"""In the order in which problems on one line are told."""

CAMPAIGN_RULES = (
    reporting.sheets_are_for_one_report,
    dues.dues_say_whom,
    citations.cites_are_as_called,
    bonds.bonds_have_a_reason,
    bonds.named_are_bound,
)
"""What only a campaign without mistakes can be asked."""


def check_rules(source: Source, owners: Owners, _: Translate, before: Before = tuple) -> Iterator[Problem]:
    """Yield every problem between the records of `source`, but for values that have a problem already.

    `owners` tells to whom belongs what was sealed; `before` gives the text of the files of each sealed revision by
    path, the latest first.
    """
    records = Records(source, owners, before)
    for rule in RULES:
        for finding in rule(records, _):
            if not finding.file.blames(finding.loc):
                problem = finding.file.problem(finding.loc, finding.message, finding.found, finding.warning)
                yield _at_sign(problem, finding, _) if finding.sign else problem


def check_campaign(
    campaign: Campaign, source: Source, owners: Owners, _: Translate, before: Before = tuple
) -> Iterator[Problem]:
    """Yield what is to be told of a `campaign` that broke no rule between records, read from `source`."""
    records = Records(source, owners, before)
    for rule in CAMPAIGN_RULES:
        for finding in rule(campaign, records, _):
            yield finding.file.problem(finding.loc, finding.message, finding.found, finding.warning)


def _at_sign(problem: Problem, finding: Finding, _: Translate) -> Problem:
    """Return `problem` at the line and column of the sign that is meant: the first in its value."""
    lines = finding.file.text.split("\n")
    for number, line in enumerate(lines[problem.line - 1 :], problem.line):
        if (column := line.find(finding.sign)) >= 0:
            at = {"message": problem.message, "line": number, "column": column + 1}
            message = _("%(message)s (line %(line)s, column %(column)s)") % at
            return replace(problem, line=number, message=message, caret=caret(line, column))
    return problem  # written by its number, as in "\u2611"
