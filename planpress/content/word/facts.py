"""The outline of a plan → what its words say of days, reports, units and duties.

In: an `Outline`, the language of the plan, and its units where a list names them. Out: `Facts`; pure.
"""

from planpress.content.word.found import Called, Facts
from planpress.content.word.outline import Outline
from planpress.i18n import Translate


def facts_of(outline: Outline, language: str, given: tuple[Called, ...], _: Translate) -> Facts:
    """Return what the words of a plan say.

    Args:
        outline: Of a file, or of a campaign.
        language: Of the plan.
        given: Its units and groups, see `units.of_list` and `units.of_records`; empty where they are to be proposed.
        _: Translates what is told to whoever reads the report.
    """
    return Facts(units=given)
