"""The pinyin of a text is that of the whole dictionary, though only a part of it is read."""

import json
import os
import subprocess
import sys

from planpress.model.campaign import Campaign
from planpress.pinyin import syllables

WHOLE = "import json, sys, pypinyin; print(json.dumps([pypinyin.lazy_pinyin(one) for one in json.load(sys.stdin)]))"


def test_a_part_of_the_dictionary_reads_as_the_whole_does(real: Campaign) -> None:
    texts = ["重庆市长乐银行行长重新", "第一", "重", "ABC 长乐", *(unit.name for unit in real.units)]
    texts += [place.text for place in real.places.values()]
    usual = {name: value for name, value in os.environ.items() if name != "PYPINYIN_NO_PHRASES"}
    told = subprocess.run(
        [sys.executable, "-c", WHOLE], input=json.dumps(texts).encode(), capture_output=True, env=usual
    )

    assert [list(syllables(text)) for text in texts] == json.loads(told.stdout)
