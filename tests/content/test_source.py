"""What cannot be seen is written out, and a mark stands under what is wrong."""

from __future__ import annotations

import pytest

from planpress.content.source import caret


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("name：x", 4, "  name：x\n      ^"),
        ("文字：x", 2, "  文字：x\n      ^"),
        ("a\u200bb\u200b", 3, "  a<U+200B>b<U+200B>\n            ^"),
        ("x" * 100, 60, f"  ...{'x' * 60}\n     {' ' * 30}^"),
    ],
)
def test_caret_stands_under_the_fault(line: str, column: int, expected: str) -> None:
    assert caret(line, column) == expected
