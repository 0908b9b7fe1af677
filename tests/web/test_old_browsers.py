"""What old browsers cannot read in a style sheet is said once more so that they can."""

from __future__ import annotations

import pytest

from planpress.errors import BuildError
from planpress.web.old_browsers import WITHOUT_GAPS, for_old_browsers


@pytest.mark.parametrize(
    ("selector", "written"),
    [
        ("a:is(:hover, .b)", "a:hover,a.b"),
        (":is(h1, h2) > :is(del, ins)::after, p", "h1 > del::after,h1 > ins::after,h2 > del::after,h2 > ins::after, p"),
        ("a:not(.b, .c)", "a:not(.b, .c)"),
    ],
)
def test_a_choice_of_selectors_is_written_out(selector: str, written: str) -> None:
    rules = for_old_browsers(f"{selector} {{ color: red }}").replace(" {", "{")
    assert rules == f"{written}{{ color: red }}"
    assert for_old_browsers(f"@media print {{ {selector} {{ color: red }} }}").count("{ color: red }") == 1


def test_an_element_in_the_middle_of_a_word_is_refused() -> None:
    with pytest.raises(BuildError, match="cannot stand there"):
        for_old_browsers("a.b:is(p, .c) { color: red }")


@pytest.mark.parametrize(
    ("declared", "margins"),
    [
        ("display: flex; gap: 1em", "margin-right:1em!important"),
        ("display: flex; flex-wrap: wrap; gap: 0 2em", "margin-right:2em!important"),
        (
            "display: inline-flex; flex-wrap: wrap; gap: .1em .2em",
            "margin-bottom:.1em!important;margin-right:.2em!important",
        ),
    ],
)
def test_space_in_a_row_becomes_margins_where_it_is_unknown(declared: str, margins: str) -> None:
    rule = f"ul.a,p{{ {declared} }}"
    assert for_old_browsers(rule) == f"{rule}{WITHOUT_GAPS}{{ul.a > *,p > *{{{margins}}}}}\n"


@pytest.mark.parametrize("declared", ["display: grid; gap: 1em", "display: flex", "gap: 1em", "display: flex; gap: 0"])
def test_all_else_stays_as_it_is(declared: str) -> None:
    rule = f'a[b="c,d"]{{ {declared} }}@font-face{{ src: url("x.woff") }}'
    assert for_old_browsers(rule) == rule
