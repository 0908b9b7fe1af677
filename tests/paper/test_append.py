"""Objects that are put behind a file, read back and numbered anew."""

import io
import random

import pikepdf
import pytest

from planpress.paper.append import Stream, Trailer, appended, dictionary, packed, parted
from planpress.paper.frame import opened
from planpress.paper.stamp import file_of


def base() -> tuple[bytes, Trailer]:
    with pikepdf.new() as document:
        document.add_blank_page()
        document.trailer.Info = document.make_indirect(pikepdf.Dictionary())
        with pikepdf.open(io.BytesIO(file := file_of(document))) as made:
            return file, Trailer(int(made.trailer.Size), made.Root.objgen[0], made.docinfo.objgen[0])


@pytest.mark.parametrize("seed", range(5))
def test_what_was_appended_is_read_back_by_us_and_by_others(seed: int) -> None:
    chance, (file, trailer) = random.Random(seed), base()
    numbers = chance.sample(range(trailer.size, trailer.size + 40), 20)
    objects: dict[int, bytes | Stream] = {
        number: chance.choice(
            [
                dictionary({"/Next": b"%d 0 R" % chance.choice(numbers), "/Says": b"(endstream endobj)"}),
                packed(chance.randbytes(chance.randrange(90)), b"/Says(a)"),
                Stream(b"\nendstream\nendobj\n7 0 obj\nstartxref\n1\n%%EOF\n", b""),
            ]
        )
        for number in numbers
    }
    made = appended(file, trailer, objects)
    assert parted(made) == (file, objects)
    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.check_pdf_syntax() == []
        for number, told in objects.items():
            found = document.get_object(number, 0)
            if isinstance(told, Stream):
                assert isinstance(found, pikepdf.Stream)
                assert found.read_raw_bytes() == told.data
            else:
                assert found.Says == "endstream endobj"


@pytest.mark.parametrize(
    ("said", "moved"),
    [
        (b"<< /K [ 3 12 0 R ] /P 4 0 R >>", b"<< /K [ 3 120 0 R ] /P 40 0 R >>"),
        (b"<< /Alt (12 0 R of 50 % \\) 4 0 R) /P 4 0 R >>", b"<< /Alt (12 0 R of 50 % \\) 4 0 R) /P 40 0 R >>"),
        (b"<< /StructParents 0 /Tabs /S >>", b"<< /StructParents 5 /Tabs /S >>"),
        (b"<< /P 12 0 R /StructParent 2 >>", b"<< /P 120 0 R /StructParent 7 >>"),
    ],
)
def test_references_and_keys_are_told_anew_and_text_is_not(said: bytes, moved: bytes) -> None:
    told = {4: 40, 12: 120, **{-1 - key: 5 + key for key in range(3)}}
    assert opened(said).moved(told) == moved
    assert opened(Stream(b"4 0 R", said)).moved(told) == Stream(b"4 0 R", moved)


def test_what_leads_nowhere_is_no_pack() -> None:
    with pytest.raises(KeyError):
        opened(b"<< /P 9 0 R >>").moved({4: 40})
