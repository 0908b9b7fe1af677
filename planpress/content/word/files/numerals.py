"""A number and how a word processor writes it → the signs that are printed.

In: a number from 0 and the name of a format, as `w:numFmt` has it. Out: the signs, or None where the format is unknown
or its signs end before: nobody may guess what an office reads as the number of a paragraph.
"""

from collections.abc import Callable

_DIGITS = "\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d"
_PLACES = ("", "\u5341", "\u767e", "\u5343")
_ZERO = "\u96f6"
_LEGAL = "\u96f6\u58f9\u8d30\u53c1\u8086\u4f0d\u9646\u67d2\u634c\u7396"
_LEGAL_OLD = "\u96f6\u58f9\u8cb3\u53c3\u8086\u4f0d\u9678\u67d2\u634c\u7396"
_LEGAL_PLACES = ("", "\u62fe", "\u4f70", "\u4edf")
_STEMS = "\u7532\u4e59\u4e19\u4e01\u620a\u5df1\u5e9a\u8f9b\u58ec\u7678"
_BRANCHES = "\u5b50\u4e11\u5bc5\u536f\u8fb0\u5df3\u5348\u672a\u7533\u9149\u620c\u4ea5"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

Writer = Callable[[int], str | None]


def numeral(number: int, form: str, custom: str = "") -> str | None:
    """Return a number as the format `form` writes it; `custom` is the pattern of the format of that name."""
    if form == "custom":
        width = len(custom.partition(",")[0])
        return f"{number:0{width}d}" if custom.startswith(f"{1:0{width}d}, {2:0{width}d}") else None
    writer = _FORMS.get(form)
    return None if writer is None else writer(number)


def _places(digits: str, places: tuple[str, ...], most: int, bare_ten: bool) -> Writer:
    """Return what writes numbers with a word for each place; `bare_ten` leaves the one before ten out at the front."""

    def write(number: int) -> str | None:
        if not 0 < number <= most:
            return None
        made, gap = "", False
        for at, digit in zip(range(len(str(number)) - 1, -1, -1), map(int, str(number)), strict=True):
            if digit:
                made += (_ZERO if gap else "") + digits[digit] + places[at]
            gap = not digit
        return made[1:] if bare_ten and 10 <= number < 20 else made

    return write


def _row(signs: str) -> Writer:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else None


def _from(first: int, last: int) -> Writer:
    return lambda number: chr(first + number - 1) if 0 < number <= last else None


def _letters(first: str) -> Writer:
    """Letters; behind the last the first twice."""
    return lambda number: chr(ord(first) + (number - 1) % 26) * ((number + 25) // 26) if 0 < number <= 780 else None


def _roman(number: int) -> str | None:
    if not 0 < number < 4000:
        return None
    made = ""
    for worth, signs in _ROMAN + _ROMAN_SMALL:
        made += signs * (number // worth)
        number %= worth
    return made


def _upper_roman(number: int) -> str | None:
    made = _roman(number)
    return made and made.upper()


def _wide(number: int) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in str(number))


_counting = _places(_DIGITS, _PLACES, 99, True)
_thousand = _places(_DIGITS, _PLACES, 9999, True)

_FORMS: dict[str, Writer] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": "{:02d}".format,
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _from(0x2460, 20),
    "decimalEnclosedCircleChinese": _from(0x2460, 10),
    "decimalEnclosedParen": _from(0x2474, 20),
    "decimalEnclosedFullstop": _from(0x2488, 20),
    "numberInDash": "- {} -".format,
    "lowerLetter": _letters("a"),
    "upperLetter": _letters("A"),
    "lowerRoman": _roman,
    "upperRoman": _upper_roman,
    "chineseCounting": _counting,
    "chineseCountingThousand": _thousand,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _thousand,
    "japaneseCounting": _counting,
    "chineseLegalSimplified": _places(_LEGAL, _LEGAL_PLACES, 9999, False),
    "ideographLegalTraditional": _places(_LEGAL_OLD, _LEGAL_PLACES, 9999, False),
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "ideographTraditional": _row(_STEMS),
    "ideographZodiac": _row(_BRANCHES),
    "ideographEnclosedCircle": _from(0x3280, 10),
    "none": lambda number: "",
}
"""Beyond the signs that Unicode or the format has, programs differ: there a number is told instead."""

SIGNS = {
    "Symbol": {0xB7: "\u2022", 0xA8: "\u2666", 0xD8: "\u00ac"},
    "Wingdings": {
        0x6C: "\u25cf", 0x6E: "\u25a0", 0x6F: "\u25a1", 0x71: "\u25a1", 0x75: "\u25c6", 0x9F: "\u2022", 0xA7: "\u25aa",
        0xA8: "\u25a1", 0xB2: "\u2606", 0xAB: "\u2605", 0xD8: "\u27a2", 0xE0: "\u2192", 0xFC: "\u2713", 0xFB: "\u2717",
        0xFD: "\u2612", 0xFE: "\u2611",
    },
    "Wingdings 2": {0x2A: "\u25a1", 0xA3: "\u25a1", 0x52: "\u2611", 0x53: "\u2612", 0x50: "\u2713", 0x4F: "\u2717"},
}  # fmt: skip
"""Signs of faces that have no letters: what they show, by the place in the face."""


def sign(code: int, face: str) -> str:
    """Return what a sign of such a face shows; itself where that is not known."""
    place = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    return SIGNS.get(face, {}).get(place, chr(code))
