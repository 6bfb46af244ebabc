"""`make acceptance`: what is slow and needs other programs, in one run.

    python scripts/acceptance.py             # every part
    python scripts/acceptance.py r chromium  # these parts only

Each part opens files of the toolkit with a program that people use, or compares figures with
another implementation. A part whose program is not installed is skipped, with the reason. The
run ends with 1 when a part failed, else with 0; what was skipped is listed at the end.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent.parent
QCT = (sys.executable, "-m", "toolkit")
MATRICES = ("codes-by-cases", "directions-by-cases", "codes-by-directions")
PAGES: dict[str, tuple[str, ...]] = {
    "agreement": ("agree", "--round", "R1"),
    "disagreements": ("disagreements", "--round", "R1", "--source", "E03"),
}
"""Reports that are pages of HTML too."""
MINUTES = 60
"""How long one program may take."""

Rows = list[list[str]]


class PartSkippedError(Exception):
    """A part cannot run here; the message says what is missing."""


class PartFailedError(Exception):
    """A part ran and gave a wrong result."""


@dataclass(frozen=True, slots=True)
class Study:
    """The example study in a folder of its own, with matrices and reports in every format."""

    folder: Path

    def table(self, name: str) -> Rows:
        """A matrix or report as the toolkit writes it to CSV."""
        return read_csv((self.folder / f"{name}.csv").read_text(encoding="utf-8-sig"))


def main() -> int:
    parser = argparse.ArgumentParser(description="Run what is slow and needs other programs.")
    parser.add_argument("parts", nargs="*", help=f"which: {', '.join(PARTS)}; all by default")
    chosen = parser.parse_args().parts or list(PARTS)
    if unknown := [name for name in chosen if name not in PARTS]:
        parser.error(f"unknown: {', '.join(unknown)}; valid: {', '.join(PARTS)}")
    skipped: dict[str, str] = {}
    failed: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="qct-acceptance-") as name:
        study = made_study(Path(name) / "study")
        for part in chosen:
            print(f"== {part}", flush=True)
            try:
                print(f"{part}: {PARTS[part](study)}", flush=True)
            except PartSkippedError as error:
                skipped[part] = str(error)
            except PartFailedError as error:
                failed[part] = str(error)
                print(f"{part} failed: {error}", flush=True)
    for title, parts in (("skipped", skipped), ("failed", failed)):
        for part, reason in parts.items():
            print(f"{title}: {part}: {reason}")
    print(f"{len(chosen) - len(skipped) - len(failed)} of {len(chosen)} parts ran and passed")
    return 1 if failed else 0


def made_study(folder: Path) -> Study:
    """Build the example study from its plain files and write each matrix in every format."""
    folder.mkdir()
    for name in ("corpus", "codebooks"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "qct.toml", folder)
    run([*QCT, "init"], folder)
    for matrix in MATRICES:
        outputs = [
            argument for ending in ("csv", "xlsx") for argument in ("--out", f"{matrix}.{ending}")
        ]
        run([*QCT, "matrix", matrix, *outputs], folder)
    for name, command in PAGES.items():
        run([*QCT, *command, "--out", f"{name}.html"], folder)
        run([*QCT, *command, "--out", f"{name}.csv"], folder)
    return Study(folder)


def long_tests(_: Study) -> str:
    """The tests that run for a minute or more, which `make test` leaves out."""
    output = run([sys.executable, "-m", "pytest", "-m", "long"], ROOT)
    return output.strip().splitlines()[-1]


def oracles(_: Study) -> str:
    """Agreement equals other implementations, which run in an environment of their own."""
    output = run(["make", "oracles"], ROOT)
    return output.strip().splitlines()[-1]


def peers(_: Study) -> str:
    """Figures are compared with those of peers; budgets are not checked here."""
    command = [sys.executable, "-m", "benchmarks", "agreement", "start"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60 * MINUTES)
    print(done.stdout)
    if "cannot be installed" in done.stderr:
        raise PartSkippedError(done.stderr.strip().splitlines()[-1])
    over = re.search("over budget: .*", done.stderr)
    if done.returncode != 0 and over is None:
        raise PartFailedError(done.stderr[-800:])
    return f"measured beside peers{f'; {over.group()}' if over else ''}"


def identifiers(_: Study) -> str:
    """Planted identifiers are found, beside spaCy alone and Presidio with the same pipeline."""
    planted = ROOT / "tests" / "language" / "identifiers"
    measure = ["-m", "tests.language.identifiers.planted", "--quiet"]
    others = ["-m", "tests.language.identifiers.others"]
    presidio = ROOT / "build" / "presidio"
    if not (presidio / "bin" / "python").exists():
        run([sys.executable, "-m", "venv", str(presidio)], ROOT)
    install = ["-m", "pip", "install", "--quiet", "presidio-analyzer==2.2.366", "-e", ".[language]"]
    run([str(presidio / "bin" / "python"), *install], ROOT)
    for language in ("en", "ko"):
        files = sorted(map(str, (planted / "planted").glob(f"{language}-*.txt")))
        print(f"qct, {language}\n{run([sys.executable, *measure, *files], ROOT)}")
        if language == "en":
            print(f"spaCy alone\n{run([sys.executable, *others, 'spacy', *files], ROOT)}")
            python = str(presidio / "bin" / "python")
            print(f"Presidio\n{run([python, *others, 'presidio', *files], ROOT)}")
    return "measured beside spaCy and Presidio; the part `long` holds the bar"


def libreoffice(study: Study) -> str:
    """Workbooks opened by LibreOffice have the cells of the CSV files."""
    program = need("soffice", "libreoffice")
    for matrix in MATRICES:
        out = study.folder / "opened"
        run(
            [
                program, "--headless", f"-env:UserInstallation=file://{study.folder}/office",
                "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false",
                "--outdir", str(out), f"{matrix}.xlsx",
            ],
            study.folder,
        )  # fmt: skip
        opened = read_csv((out / f"{matrix}.csv").read_text(encoding="utf-8"))
        compare(f"{matrix}.xlsx", opened, study.table(matrix))
    return f"{len(MATRICES)} workbooks have the cells of their CSV files"


def chromium(study: Study) -> str:
    """Chromium shows every row of the report, and every cell as it was written."""
    program = need("chromium", "chromium-browser", "google-chrome")
    for name in PAGES:
        file = study.folder / f"{name}.html"
        dom = run(
            [
                program, "--headless", "--no-sandbox", "--disable-gpu",
                f"--user-data-dir={study.folder}/browser", "--dump-dom",
                file.as_uri(),
            ],
            study.folder,
        )  # fmt: skip
        shown, written = read_page(dom), read_page(file.read_text(encoding="utf-8"))
        compare(file.name, shown, written)
        if len(shown) != len(study.table(name)):
            raise PartFailedError(f"{file.name} has not as many rows as {name}.csv")
    return f"{len(PAGES)} pages show every cell"


def r(study: Study) -> str:
    """R reads the CSV files with the same shape, names and column sums."""
    program = need("Rscript")
    script = (
        "for (f in commandArgs(TRUE)) {"
        ' x <- read.csv(f, check.names = FALSE, fileEncoding = "UTF-8-BOM");'
        " n <- x[sapply(x, is.numeric)];"
        ' cat(f, nrow(x), ncol(x), sum(n, na.rm = TRUE), paste(names(x), collapse = ","), "\\n",'
        ' sep = "\\t") }'
    )
    files = [f"{matrix}.csv" for matrix in MATRICES]
    output = run([program, "-e", script, *files], study.folder)
    for line, matrix in zip(output.strip().splitlines(), MATRICES, strict=True):
        _, count, width, total, names, *_ = line.split("\t")
        head, *rows = study.table(matrix)
        numbers = [float(cell) for row in rows for cell in row if is_number(cell)]
        written = (len(rows), len(head), round(sum(numbers), 6), ",".join(head))
        read = (int(count), int(width), round(float(total), 6), names)
        if written != read:
            raise PartFailedError(f"{matrix}.csv: R reads {read}, we wrote {written}")
    return f"{len(MATRICES)} CSV files have the same shape, names and sums in R"


def readme(study: Study) -> str:
    """The example of the Python API in the README runs as it stands."""
    blocks = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S
    )
    if not blocks:
        raise PartFailedError("the README has no example in Python")
    folder = study.folder.parent / "readme"
    folder.mkdir()
    run([*QCT, "init", "my-study"], folder)
    project = folder / "my-study"
    book = "codes:\n  - {id: trust, name: {en: Distrust}, definition: {en: Not relying on others.}}"
    (project / "book.yaml").write_text(book, encoding="utf-8")
    (project / "E01.txt").write_text(
        "I: Why?\n\nE01: " + "We do not trust their figures. " * 20, encoding="utf-8"
    )
    run([*QCT, "codebook", "import", "book.yaml"], project)
    run([*QCT, "import", "E01.txt"], project)
    for coder in ("coder-a", "coder-b"):
        place = ["--source", "E01", "--at", "15:45", "--code", "trust", "--coder", coder]
        run([*QCT, "codings", "add", *place], project)
    for block in blocks:
        run([sys.executable, "-c", block], folder)
    return f"{len(blocks)} example{'s' * (len(blocks) > 1)} ran"


def notebooks(_: Study) -> str:
    """Notebooks of docs/ run from top to bottom."""
    files = sorted((ROOT / "docs").rglob("*.ipynb"))
    if not files:
        raise PartSkippedError("docs/ has no notebook")
    program = need("jupyter")
    for file in files:
        run([program, "nbconvert", "--to", "notebook", "--execute", "--stdout", str(file)], ROOT)
    return f"{len(files)} notebooks ran"


PARTS: dict[str, Callable[[Study], str]] = {
    "long": long_tests,
    "oracles": oracles,
    "identifiers": identifiers,
    "peers": peers,
    "libreoffice": libreoffice,
    "chromium": chromium,
    "r": r,
    "readme": readme,
    "notebooks": notebooks,
}


class TableReader(HTMLParser):
    """The cells of the first table of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Rows = []
        self._tables = 0
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._tables += tag == "table"
        if self._tables != 1:
            return
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell and self._tables == 1:
            self.rows[-1][-1] += data


def need(*names: str) -> str:
    """The path of the first of these programs that is installed."""
    for name in names:
        if path := shutil.which(name):
            return path
    raise PartSkippedError(f"{' or '.join(names)} is not installed")


def run(command: Sequence[str], folder: Path) -> str:
    """The output of a command. Raises `PartFailedError` when it ends with anything but 0."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QCT_CODER": "coder-a"}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8",
            timeout=60 * MINUTES,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise PartFailedError(f"{command[0]} took more than {MINUTES} minutes") from error
    if done.returncode != 0:
        raise PartFailedError(
            f"{' '.join(command)[:200]} ended with {done.returncode}: "
            f"{(done.stdout + done.stderr)[-800:]}"
        )
    return done.stdout


def read_csv(text: str) -> Rows:
    return list(csv.reader(io.StringIO(text)))


def read_page(html: str) -> Rows:
    """The cells of the first table of a page."""
    page = TableReader()
    page.feed(html)
    return page.rows


def is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell, re.IGNORECASE) is not None


def compare(name: str, opened: Rows, written: Rows) -> None:
    """Raise `PartFailedError` at the first cell that differs; numbers may lose trailing zeros."""
    if [len(row) for row in opened] != [len(row) for row in written]:
        raise PartFailedError(f"{name} has another shape: {len(opened)} and {len(written)} rows")
    for at, (row, own) in enumerate(zip(opened, written, strict=True)):
        for read_cell, written_cell in zip(row, own, strict=True):
            same = read_cell == written_cell or (
                is_number(read_cell)
                and is_number(written_cell)
                and float(read_cell) == float(written_cell)
            )
            if not same:
                raise PartFailedError(
                    f"{name}, row {at}: {read_cell!r} in place of {written_cell!r}"
                )


if __name__ == "__main__":
    sys.exit(main())
