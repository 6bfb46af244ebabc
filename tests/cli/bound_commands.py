"""Every command as a coder of a blind round may give it, for the test that none tells of others.

`BASES` has arguments for each command; `{own}` and `{other}` stand for the ids of a coding of the
coder's own and of one that only the busier of two projects has. Options that name a coder, a
round, a source or an event are added from `VALUES`, one at a time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from tests.blindness import OTHER, ROUND
from toolkit.cli.analyse.themes import PICTURES
from toolkit.cli.app import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator

Arguments = tuple[str, ...]
OTHERS_CODING = "00000000-0000-7000-8000-000000000001"

BASES: dict[str, tuple[str, ...]] = {
    "init": ("", "--reset"),
    "import": ("{codings}", "{transcript} --preview", "{transcript}"),
    "sources finish": ("K01",),
    "sources reread": ("E01",),
    "sources withdraw": ("E01 --dry-run", "E01 --yes", "E01 --take-back"),
    "sources": ("", "--speakers"),
    "speakers set": ("E01=other",),
    "speakers rename": ("E01 Expert",),
    "speakers merge": ("E01 I --into X",),
    "speakers case": ("E01 C9",),
    "speakers import": ("{speakers}",),
    "cases": ("",),
    "coders lead": (OTHER, "coder-a"),
    "coders rename": (f"{OTHER} coder-x", "coder-a coder-x"),
    "coders merge": (f"{OTHER} --into coder-a",),
    "coders": ("",),
    "model list": ("",),
    "model add": ("another --folder {folder}/corpus", "another"),
    "model remove": ("another",),
    "where": ("",),
    "doctor": ("",),
    "codings list": ("", "--orphans", "--older-definition trust"),
    "codings add": ("--source K01 --at 40:50 --code trust", "--source E01 --at 62:70 --code trust"),
    "codings place": ("{other} --at 3:9",),
    "codings drop": ("{other}", "{own}"),
    "codings none": ("--source K01 --at 40:50",),
    "codings remove": ("{other}", "{own}"),
    "codings resize": ("{other} --end 60", "{own} --end 60"),
    "codings recode": ("{other} --code security",),
    "codings discuss": ("{other}", "{own}"),
    "codings split": ("{other} --at 65",),
    "codings join": ("{other} {own}",),
    "codings move": ("{other} --to-round main", "{own} --to-round main"),
    "codings": ("", "--orphans"),
    "codebook show": ("", "trust"),
    "codebook import": ("{book}",),
    "codebook export": ("--out {folder}/outputs/book.yaml",),
    "codebook check": ("",),
    "codebook history": ("",),
    "codebook add": ("newer --name New --dry-run", "newer --name New"),
    "codebook nearest": ("Distrust",),
    "codebook rename": ("trust --name Mistrust --dry-run", "trust --name Mistrust"),
    "codebook redefine": ("trust --definition X --dry-run", "trust --definition X"),
    "codebook move": ("trust --under proposal --dry-run",),
    "codebook merge": ("trust --into security --dry-run",),
    "codebook split": ("trust --new t2 --name T2 --codings {other} --dry-run",),
    "codebook retire": ("trust --dry-run", "trust"),
    "codebook proposing": ("trust", "trust --set hand"),
    "codebook diff": ("1",),
    "codebook pins": ("",),
    "codebook pin": ("1 trust",),
    "codebook unpin": ("1",),
    "memos list": ("",),
    "memos show": ("source E01", "coding {other}"),
    "memos add": ("coding {other} --text x", "source E01 --text x"),
    "marks list": ("",),
    "marks set": ("a E01 --at 20",),
    "marks remove": ("a",),
    "search": (
        "trust",
        "trust --count",
        "figures --code trust",
        "figures --code trust --accept all",
        "--code trust",
    ),
    "queue list": ("",),
    "queue make": (
        "units --code trust",
        "units --code trust --unit turn --sources K01",
        "hits --code trust --pattern figures",
        "places --code trust --file {places}",
    ),
    "queue show": ("1", ""),
    "queue next": ("1", ""),
    "queue answer": ("1-1 --yes", "1-2 --no", "1-3 --later"),
    "queue undo": ("1", ""),
    "queue stop": ("1",),
    "queue": ("",),
    "replay": (
        "--model lexical --orders 1",
        "--coder coder-a --model lexical --orders 0",
        "--model lexical --renderings",
        "--model lexical --held",
        "--hold 1",
        "--hold E01",
        "--release why",
    ),
    "decisions list": ("", "--coder coder-a"),
    "decisions answer": (f"{OTHERS_CODING} --take 1", f"{OTHERS_CODING} --none"),
    "decisions keep": (OTHERS_CODING,),
    "decisions checks": ("", "--every 12", "--off"),
    "decisions": ("", "--by coder,rank", "--out {folder}/outputs/d.csv"),
    "audit bias": ("--model lexical --orders 0", "--coder coder-a --model lexical --orders 0"),
    "audit families": ("", "--propose"),
    "audit coding": ("--model lexical", "--model lexical --most 3"),
    "missed": ("--model lexical", "--model lexical --queue", "--model lexical --sources K01"),
    "suggest": (
        "E01 --at 29:55 --suggester none",
        "--source E01 --at 29:55",
        "E01 --at 29:55",
        "--source E01 --all",
    ),
    "quotes": (
        "trust",
        "security",
        "--choose balanced --most 2",
        "--direction security --stance barrier",
        "--matrix codes-by-cases --row trust --column E01",
        "--matrix code-by-coder --row trust --column coder-a",
    ),
    "cite": ("E01 --at 29:55", "E01 --at 29:55 --keep"),
    "correct": ("E01 --file {corrected} --dry-run", "E01 --file {corrected}"),
    "deidentify accept": ("--at E01:29:34 --kind person --dry-run", "--at E01:29:34 --kind person"),
    "deidentify reject": ("--at E01:29:34",),
    "deidentify key": ("",),
    "deidentify forget": ("--rejected",),
    "deidentify seal": ("",),
    "deidentify open": ("",),
    "deidentify erase": ("E01 --dry-run", "E01 --yes", "E01 --take-back"),
    "deidentify": ("", "--new"),
    "keys": ("",),
    "round open": ("R9",),
    "round submit": (f"{ROUND} --source E01", f"{ROUND} --source K01"),
    "round reopen": (f"{ROUND} --of {OTHER} --source E01 --reason x",),
    "round close": (f"{ROUND} --yes", ROUND),
    "round list": ("",),
    "round progress": (ROUND, "main"),
    "bundle": (
        f"--coder {OTHER} --round {ROUND} --out {{folder}}/b.zip",
        f"--coder coder-a --round {ROUND} --out {{folder}}/c.zip",
    ),
    "merge": ("{copy} --dry-run", "{copy}"),
    "agree overlaps": ("",),
    "agree trend": ("",),
    "agree scales": ("",),
    "agree statement": ("",),
    "agree intra": ("",),
    "agree sample-size": ("", "--rarest 0.05"),
    "agree verify": ("{holsti}",),
    "agree": ("", "--ratings {folder}/outputs/r.csv", "--by source", "--intervals"),
    "disagreements confusion": ("",),
    "disagreements confused": ("",),
    "disagreements": ("",),
    "adjudicate accept-a": ("x",),
    "adjudicate accept-b": ("x",),
    "adjudicate union": ("x",),
    "adjudicate intersection": ("x",),
    "adjudicate span": ("x --at 3:9",),
    "adjudicate leave-open": ("x --reason y",),
    "adjudicate agreed": ("", "--source E01"),
    "adjudicate status": ("",),
    "adjudicate consensus": ("",),
    "adjudicate list": ("",),
    "matrix codes-by-cases": ("", "--out {folder}/outputs/m.xlsx", "--by sector"),
    "matrix directions-by-cases": ("", "--out {folder}/outputs/m.csv"),
    "matrix codes-by-attribute": ("--by sector", "--by sector --out {folder}/outputs/m.docx"),
    "matrix codes-by-directions": ("", "--out {folder}/outputs/m.html"),
    "matrix directions-by-stance": ("", "--out {folder}/outputs/m.md"),
    "matrix codes-by-codes": ("", "--unit turn --out {folder}/outputs/m.xlsx"),
    "matrix code-by-coder": ("", "--out {folder}/outputs/m.tex", "--per-1000-words"),
    "matrix pairs": ("", "--unit segment --out {folder}/outputs/p.csv"),
    "matrix contrasts": ("--by sector", "--by sector --out {folder}/outputs/c.xlsx"),
    "terms kwic": (
        "trust",
        "trust --code trust",
        "t..st --regex",
        "figure --out {folder}/outputs/k.html",
    ),
    "terms": (
        "",
        "--by code",
        "--by direction",
        "--compare trust",
        "--compare sector=government --with sector=academia",
        "--by code --out {folder}/outputs/t.csv",
    ),
    "themes fit": ("--model lexical",),
    "themes show": (
        "",
        "--unfold",
        "--apart",
        "--out {folder}/outputs/t.html",
        *(f"--picture {name}" for name in PICTURES),
    ),
    "themes compare": ("",),
    "themes name": ("0 x",),
    "themes merge": ("0 1",),
    "themes split": ("0",),
    "themes reject": ("0",),
    "themes code": ("0 newer --name en=Newer",),
    "themes assign": ("",),
    "directions propose": ("",),
    "directions scheme": ("", "--history"),
    "directions show": ("", "--proposals", "--list", "--out {folder}/outputs/d.csv"),
    "directions report": ("", "--by sector", "--out {folder}/outputs/r.html"),
    "directions replay": ("--model lexical",),
    "directions sample": ("--size 5", "--size 5 --strata none"),
    "directions shares": ("--plan {places}",),
    "directions rule": (
        "trust --direction security --model lexical",
        "trust --direction security --model lexical --apply",
    ),
    "directions next": ("",),
    "directions confirm": ("--source E01 --at 29:55 --direction security",),
    "export docbin": ("{folder}/outputs/e.spacy",),
    "recompute": ("{table}",),
    "log accept-head": ("--reason x",),
    "log": ("", "--verify", "--last 3", "--since 2020-01-01"),
    "undo": ("", "--dry-run"),
    "redo": ("",),
    "backup": ("", "--list"),
    "purge": ("", "--all-derived"),
    "store show": ("",),
    "store copy": ("sqlite:///copied.db",),
    "store offline": ("",),
    "store replay": ("",),
    "help": ("",),
    "completion": ("bash",),
}
"""Arguments of each command, separated by spaces; the first also with every option of `VALUES`."""
EXEMPT = {
    "code": "it needs a terminal; its screens are compared in tests/tui/test_blind.py",
    "restore": "it replaces the whole store by a file, which is named by hand",
}
VALUES: dict[str, tuple[str, ...]] = {
    "--coder": (OTHER, "coder-a"),
    "--by": (OTHER,),
    "--coders": (f"coder-a,{OTHER}",),
    "--answers": (OTHER, "each", "union"),
    "--as": (OTHER,),
    "--of": (OTHER,),
    "--round": (ROUND, "main", "all", "consensus"),
    "--to": ("main", "consensus"),
    "--source": ("E01",),
    "--sources": ("E01,K01",),
    "--event": ("3", "30", "9999", OTHERS_CODING),
    "--segments": (f"coder:{OTHER}",),
    "--segments-of": (OTHER,),
    "--kind": ("coding",),
    "--include-unfinished": (),
    "--include-assisted": (),
    "--whole-text": (),
    "--public": (),
    "--dry-run": (),
    "--with-dependents": (),
    "--code": ("trust",),
    "--codes": ("trust",),
    "--second": (OTHER,),
    "--last": ("2",),
    "--until": ("2020-01-01",),
    "--run": ("none",),
    "--codings": (OTHERS_CODING,),
    "--overlaps": (),
    "--trend": (),
    "--statement": (),
    "--scales": (),
    "--confusion": (),
    "--confused": (),
    "--family": ("none",),
    "--level": ("directions",),
    "--unit": ("sentence",),
    "--shared-with": ("coder-a",),
    "--into-closed": ("why",),
}
"""Values of the options that name a coder, a round, a source or an event, or widen what is read."""
_NEUTRAL = """
--accept --all --all-derived --always --apart --apply --at --at-event --at-once --before --bins
--bom --caches --choose --codebook-version --coefficients --color --column --compare --count
--counter-example --decisions --definition --direction --domains --encoding --end --every
--exact-words --exactly --example --exclude --expected --families --file --folder --format --guided
--held --history --hold --hub --id --ids --in-order --in-vivo --include --intervals --into --keep
--label --labels --language --later --least --lemma --limit --list --matrix --measure --method
--mode --model --most --name --new --no --none --note --off --older-definition --order --orders
--orphans --out --over --overlap --parent --parts --pattern --per-1000-words --phrases --picture
--plan --power --prefer --preview --primary --project --proposals --propose --queue --rarest
--ratings --read-only --reason --regex --reinstate --reject --rejected --release --remove
--renderings --replace --resamples --reset --row --scheme --search --secondary --seed --set --share
--show-scores --significance --since --size --skip-bad --small-talk --smallest --speakers --stance
--start --statements --strata --suggester --take --take-back --text --texts --themes --to-round
--top --totals --tour --train --type --under --unfold --verify --where --width --with
--words --yes
"""
NEUTRAL = frozenset(_NEUTRAL.split())
"""Options that name no person, round, source or step, or stand in `BASES` where they matter."""
EXTRA: tuple[Arguments, ...] = (
    *(("--at", at, *rest) for at in ("9999", "40") for rest in (("sources",), ("codings",))),
    ("--at", "2020-01-01", "codings"),
    ("nonsense",),
    (),
)
"""Invocations with options before the command, and with none."""


def commands() -> dict[str, click.Command]:
    """Every command of the command line, by its words."""
    found: dict[str, click.Command] = {}
    for group in GROUPS.values():
        for name, (target, _help) in group.items():
            module, _colon, attribute = target.partition(":")
            command = getattr(import_module(f"toolkit.cli.{module}"), attribute)
            found.update(_with_parts(name, command))
    return found


def _with_parts(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield name, command
        return
    for part in command.list_commands(None):  # type: ignore[arg-type]
        made = command.get_command(None, part)  # type: ignore[arg-type]
        assert made is not None
        yield from _with_parts(f"{name} {part}", made)
    if command.invoke_without_command:
        yield name, command


def invocations(formats: tuple[str, ...]) -> Iterator[Arguments]:
    """Every invocation: each command plain, in each format, and with each option of `VALUES`."""
    every = commands()
    for name, given in BASES.items():
        options = {option for each in every[name].params for option in each.opts}
        for arguments in given:
            plain = (*name.split(), *arguments.split())
            yield plain
            if "--format" in options:
                yield from ((*plain, "--format", format_) for format_ in formats)
        first = (*name.split(), *given[0].split())
        for option, values in VALUES.items():
            if option in options and option not in first:
                yield from ((*first, option, value) for value in values)
                if not values:
                    yield (*first, option)
    yield from EXTRA
