"""Chinese → its pinyin, by the phrases that can stand in it.

In: text. Out: its syllables. The library would read its whole dictionary of phrases as it is loaded, which takes longer
than all that is asked of it; so it is kept from that, and told those that begin with two characters of the text.
"""

import json
import os
from bisect import bisect_left
from functools import cache
from importlib.resources import files
from itertools import pairwise

os.environ["PYPINYIN_NO_PHRASES"] = "1"

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT
from pypinyin.seg.mmseg import seg


@cache
def syllables(text: str) -> tuple[str, ...]:
    """Return the syllables of `text` without tones; what is not Chinese stays as it is."""
    phrases = _phrases()
    for start in map("".join, pairwise(text)):
        for one in phrases[bisect_left(phrases, start) : bisect_left(phrases, f"{start}\U0010ffff")]:
            phrase, _end, read = one.partition('": ')
            if phrase not in PHRASES_DICT:
                PHRASES_DICT[phrase] = json.loads(f"{read}]")
                seg.train(iter([phrase]))
    return tuple(lazy_pinyin(text))


@cache
def _phrases() -> list[str]:
    """Return each phrase with what the dictionary says of it, in order."""
    return (files("pypinyin") / "phrases_dict.json").read_text("utf-8").strip("{}\n")[1:-2].split('\n],\n"')
