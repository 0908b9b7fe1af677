"""Package archives → the raw font files that `fonts.py` prepares.

In: the clients `apt-get` and `npm`, or font files that the user has. Out: a folder with one raw file for each name in
`fonts.SOURCES`. Run by the set-up; a build never fetches anything.

Fandol (GPL with font exception) has the faces of an official document; it is taken out of a Debian package without
installing it, so that no rights are needed. Noto Serif SC and Noto Sans SC (OFL) have digits, Latin and rare
characters, Noto Serif and Noto Sans Symbols 2 (OFL) the signs of the trade.
"""

import hashlib
import os
import subprocess
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from planpress.disk import replace_file
from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.paper.fonts import SOURCES, found, new_folder

DEBIAN = {
    "texlive-lang-chinese": (
        "FandolFang-Regular.otf",
        "FandolHei-Regular.otf",
        "FandolKai-Regular.otf",
        "FandolSong-Bold.otf",
        "FandolSong-Regular.otf",
    ),
    "fonts-noto-core": ("NotoSerif-Regular.ttf", "NotoSansSymbols2-Regular.ttf"),
}
"""Package → the faces in it."""

NPM = {
    "@expo-google-fonts/noto-serif-sc@0.4.3": ("NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf"),
    "@expo-google-fonts/noto-sans-sc@0.4.3": ("NotoSansSC-Medium.ttf",),
}
"""The same. A face lies there as `400Regular/NotoSerifSC_400Regular.ttf` and the like."""

SHA256 = {
    "FandolFang-Regular.otf": "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
    "FandolHei-Regular.otf": "4afa97aa8751e0118617df88272b58d43691b5cffb7ea024c4580496e9f34d28",
    "FandolKai-Regular.otf": "ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827",
    "FandolSong-Bold.otf": "ffa76a70e128947a4dd22151d5ee829b23e24ce3cb6fe8ad49891cd1c2d9e9b9",
    "FandolSong-Regular.otf": "a3820003227d4abe31fe28b493200d94a849ccfd078b50a019264f70353020b0",
    "NotoSansSC-Medium.ttf": "b30853d205f3ecdde938b1488c735ee15a2e870d31331b992fdc53971e23ec4a",
    "NotoSansSymbols2-Regular.ttf": "876598db5f1e3bef2bc77c4d94c5b0d5d2c1620be4878a06f18fb5434e331688",
    "NotoSerif-Regular.ttf": "9d7583b7dc9e812afd32a14280c5cac3160012efe50c8d08938f4fea266ff67f",
    "NotoSerifSC-Bold.ttf": "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
    "NotoSerifSC-Regular.ttf": "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
}
"""What each file must be; the folder may be fetched again at any time with the same result."""

OWN_FONTS = "PLANPRESS_FONTS"
"""Environment variable that names a folder with fonts of the user's own."""

OWN_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))

OWN_NAMES: Mapping[str, tuple[str, ...]] = {
    "Fang": ("simfang", "fangsong", "stfangso", "fzfs"),
    "Kai": ("simkai", "kaiti", "stkaiti", "fzkt"),
    "Hei": ("simhei", "heiti", "stheiti", "fzht"),
    "Song": ("simsun", "songti", "stsong", "fzss"),
    "Title": ("fzxbs", "xiaobiaosong", "simsun", "songti", "stzhongs"),
    "Num": ("notoserifsc-r", "notoserifsc", "times", "liberationserif-regular", "simsun"),
    "Rare": ("notoserifsc-r", "notoserifsc", "sourcehanserif", "simsun", "songti"),
    "Heavy": ("notoserifsc-b", "notoserifsc", "sourcehanserif", "simsun", "songti"),
    "Gothic": ("notosanssc-m", "notosanssc", "sourcehansans", "msyh", "simhei", "heiti"),
    "Small": ("notoserif-r", "cambria", "times", "dejavuserif", "simsun"),
    "Signs": ("notosanssymbols2", "seguisym", "dejavusans", "simsun"),
}
"""Family → how the names of fitting files begin, in small letters; the better first."""


def get_fonts(target: Path, say: Callable[[str], None], language: str = "zh") -> None:
    """Fill `target` with a raw file for every face, and say in sentences how; do nothing where all are there.

    Raises:
        BuildError: If a face is to be had from nowhere; the message says what to install.
    """
    _ = translations(language).gettext
    target.mkdir(parents=True, exist_ok=True)
    if found(target).keys() == SOURCES.keys():
        return
    reasons = []
    wanted = [(fetch, *found) for fetch, table in ((_from_debian, DEBIAN), (_from_npm, NPM)) for found in table.items()]
    for fetch, package, names in wanted:
        if any(not (target / name).exists() for name in names):
            say(_("Fetching fonts: %(package)s") % {"package": package})
            try:
                with new_folder(target) as scratch:
                    for file in fetch(package, names, scratch):
                        _keep(file, target / file.name, _)
            except (OSError, subprocess.CalledProcessError, tarfile.TarError, KeyError) as error:
                reasons.append(f"{package}: {_reason(error)}")
    _use_own(target, say, _)
    missing = sorted(SOURCES.keys() - found(target).keys())
    if missing:
        words = _(
            "No font for %(faces)s. Install apt-get and npm and try again, or name a folder with"
            " fonts of your own in %(variable)s. What went wrong: %(reasons)s"
        )
        reason = "; ".join(reasons) or "-"
        raise BuildError(words % {"faces": ", ".join(missing), "variable": OWN_FONTS, "reasons": reason})


def _from_debian(package: str, names: Iterable[str], scratch: Path) -> Iterator[Path]:
    """Yield faces out of a Debian package, which needs package lists but no rights."""
    subprocess.run(["apt-get", "download", package], cwd=scratch, check=True, capture_output=True)
    archive = next(scratch.glob("*.deb"))
    subprocess.run(["dpkg-deb", "-x", archive, scratch / "x"], check=True, capture_output=True)
    for name in names:
        yield from sorted(scratch.rglob(name))[:1]


def _from_npm(package: str, names: Iterable[str], scratch: Path) -> Iterator[Path]:
    """Yield static faces out of an npm package."""
    subprocess.run(["npm", "pack", "--silent", package], cwd=scratch, check=True, capture_output=True)
    with tarfile.open(next(scratch.glob("*.tgz"))) as archive:
        for name in names:
            family, _dash, weight = name.removesuffix(".ttf").partition("-")
            folder = {"Regular": "400Regular", "Medium": "500Medium", "Bold": "700Bold"}[weight]
            member = archive.extractfile(f"package/{folder}/{family}_{folder}.ttf")
            if member is None:
                raise KeyError(name)
            file = scratch / name
            file.write_bytes(member.read())
            yield file


def _keep(file: Path, target: Path, _: Callable[[str], str]) -> None:
    """Put `file` into its place in one step, if it is the file we know."""
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256[target.name]:
        raise OSError(_("%(name)s is another file than expected") % {"name": target.name})
    replace_file(target, data)


def _use_own(target: Path, say: Callable[[str], None], _: Callable[[str], str]) -> None:
    """Take fonts of the user's own for the faces that are still missing, if there is one for each."""
    named = os.environ.get(OWN_FONTS)
    folders = (Path(named),) if named else OWN_FOLDERS
    kinds = (".ttf", ".otf", ".ttc")
    own = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in kinds)
    missing = sorted(SOURCES.keys() - found(target).keys())
    fitting = {
        family: path
        for family in missing
        for start in reversed(OWN_NAMES[family])
        for path in reversed(own)
        if path.name.lower().startswith(start)
    }
    if len(fitting) < len(missing):  # half a set would only hide what is missing
        return
    for family, path in fitting.items():
        say(_("Instead of the usual font, %(family)s is %(file)s.") % {"family": family, "file": path})
        replace_file(target / f"{family}{path.suffix.lower()}", path.read_bytes())


def _reason(error: Exception) -> str:
    """Return the last line a client wrote, or the message of the error."""
    lines = (getattr(error, "stderr", None) or b"").decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), str(error))
