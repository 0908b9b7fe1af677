"""A PDF → what a screen reader would stumble over.

In: PDF bytes. Out: sentences of the checker, which are English. The only module that knows `outloud`.

Source: ISO 14289-1 (PDF/UA-1).
"""

from __future__ import annotations

import tempfile

LAYERS = frozenset({"conformance"})
"""What the standard asks for; the checker also guesses at meaning, and takes a blank form for a broken table."""

PASSED_OVER = frozenset({"TBL-004"})
"""Rules that find fault with good files: this one loses cells that span rows at the end of a row (outloud 0.2.1)."""


def faults_of(pdf: bytes) -> tuple[str, ...]:
    """Return every breach of the standard in the tags, fonts and settings of a file, and every rule that broke down."""
    import outloud  # late: a worker that only stamps does without

    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        result = outloud.check(file.name, skip=PASSED_OVER, layers=LAYERS)
    if result.error:
        return (result.error,)
    errors = [f"{found.rule}: {found.message}" for found in result.findings if found.severity == "error"]
    errors += [f"{run.rule}: {run.reason}" for run in result.runs if run.status == "crashed"]
    return tuple(dict.fromkeys(errors))
