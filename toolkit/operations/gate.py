"""The gate that every method of the project's subjects passes: who acts, and what they may ask for.

While a blind round is open, the person at the keyboard may be one of its coders, and is bound by it
then. What each method may do for a bound person stands in `ACCESS`, and nowhere else:

- `READ` looks at the project. It is answered through the views of the person's viewer.
- `OWN` states the answers of the coder that it names. A bound person may name only themselves.
- `SHARED` changes what everyone shares, such as the codebook. It names who acts, and a bound
  person acts in their own name.
- `WHOLE` looks at, or changes, the work of everyone. A bound person may not use it.
- `FREE` touches nobody's answers, or keeps to the rules itself and says how in its text.

Errors of the gate are the same whatever others did.
"""

from __future__ import annotations

from enum import Enum
from functools import wraps
from typing import TYPE_CHECKING, Any

from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.store.round_rules import not_your_own
from toolkit.store.snapshots import read_in_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.operations.session import ProjectSession


class Access(Enum):
    """What a method may do for a person whom a blind round binds."""

    READ = "read"
    OWN = "own"
    SHARED = "shared"
    WHOLE = "whole"
    FREE = "free"


def _methods(text: str) -> frozenset[str]:
    return frozenset(text.split())


_READ, _OWN, _SHARED, _WHOLE, _FREE = Access

ACCESS: dict[str, dict[Access, frozenset[str]]] = {
    "Agreement": {
        _READ: _methods(
            "coefficients family family_ratings intra overlaps ratings read_segments report "
            "sample_size scales trend"
        ),
    },
    "ProjectCodebook": {
        _READ: _methods(
            "code counts current diff in_round nearest older_definition used version versions"
        ),
        _SHARED: _methods("add import_file merge move redefine rename retire split"),
    },
    "Codings": {
        _READ: _methods("counts find has_commitment quotes rows to_frame"),
        _OWN: _methods(
            "add add_many change code_in_vivo commit_none create_code join move remove split"
        ),
    },
    "Consensus": {
        _READ: _methods(
            "adjudications compared_round confused_codes confusion confusion_matrix "
            "disagreement_table disagreements most_confused report settlement_report "
            "settlements statement"
        ),
        _WHOLE: _methods("accept_agreed settle"),
    },
    "Decisions": {
        _READ: _methods("checks over_trust shown table was_check"),
        _OWN: _methods("answer keep_check show"),
        _SHARED: _methods("set_checks"),
    },
    "Directions": {
        _READ: _methods("all mappings overview proposals replay sample shares written"),
        _OWN: _methods("confirm"),
        _SHARED: _methods("import_file"),
        _WHOLE: _methods("apply_rule propose rule versions"),
        _FREE: _methods("propose_for_texts"),
    },
    "Exchange": {
        _READ: _methods("docbin"),
        _OWN: _methods("bundle"),
        _WHOLE: _methods("merge"),
        _FREE: _methods("write_decisions"),
    },
    "History": {
        _READ: _methods("events plan_undo redacted since stamped"),
        _OWN: _methods("redo undo"),
        _WHOLE: _methods("accept_head"),
        _FREE: _methods("head verify"),
    },
    "Identifiers": {
        _READ: _methods("erased propose quote_risks refuse_risks"),
        _SHARED: _methods("accept"),
        _WHOLE: _methods("erase readmit"),
        _FREE: _methods(
            "always forget is_key_sealed key key_path open_key pseudonym reject seal_key"
        ),
    },
    "Matrices": {
        _READ: _methods(
            "codes_by_cases codes_by_directions contrasts directions_by_cases pairs quotes report"
        ),
    },
    "Memos": {
        _READ: _methods("check_target find"),
        _OWN: _methods("append write"),
    },
    "Preferences": {
        _OWN: _methods(
            "bookmark bookmarks note_tour pin pins remove_bookmark set_bookmark tour_seen unpin"
        ),
    },
    "ProjectQueues": {
        _READ: _methods("all get items next show"),
        _OWN: _methods(
            "answer make_from_hits make_from_missed make_from_places make_from_units stop take_back"
        ),
    },
    "Review": {
        _OWN: _methods("missed"),
        _WHOLE: _methods("codings families"),
    },
    "Rounds": {
        _READ: _methods("coders coverage of_coder progress settled unfinished"),
        _OWN: _methods("finish submit"),
        _SHARED: _methods("open open_overlapping set_lead_coder"),
        _WHOLE: _methods("close merge_coders rename_coder reopen"),
        _FREE: _methods("all binding_me binds check_own get identity lead_coder viewer"),
    },
    "Sources": {
        _READ: _methods(
            "all cases cite get offset_of orphans participations replaced_text save_quote search "
            "text turns uncoded withdrawn"
        ),
        _OWN: _methods("drop_orphan place_orphan"),
        _SHARED: _methods("build correct import_files reread"),
        _WHOLE: _methods("readmit withdraw"),
        _FREE: _methods("read_text"),
    },
    "Speakers": {
        _READ: _methods("list"),
        _SHARED: _methods("case import_table merge rename set"),
    },
    "Storage": {
        _WHOLE: _methods("copy_to make_offline_copy remove_offline_copy reset"),
        _FREE: _methods(
            "backup backups data_version diagnose head_note info keep_following log_warning "
            "offline_copy placement_warning purge replay_journal where"
        ),
    },
    "Suggestions": {
        _READ: _methods(
            "all bias compare_renderings decisions held pattern_hits pattern_precision proposing "
            "replay"
        ),
        _OWN: _methods("decide decide_hits for_span for_spans prepare"),
        _SHARED: _methods("hold release set_proposing"),
        _FREE: _methods("label_texts"),
    },
    "Terms": {
        _READ: _methods("compare concordance lines names table"),
    },
    "Themes": {
        _READ: _methods("apart compare pictures show"),
        _WHOLE: _methods("assign fit make_code merge name reject split"),
    },
}
"""What each method of each class of subjects may do for a bound person."""

_BOUND = object()
"""Says that a bound person asks, who gets an answer through the views."""
_NAMING = ("coder", "actor", "of")
"""Arguments that name who acts, or whose steps are meant."""


def access_of(subject: str, method: str) -> Access:
    """What a method may do for a bound person. Raises `LookupError` where nothing says it."""
    for access, methods in ACCESS[subject].items():
        if method in methods:
            return access
    raise LookupError(f"{subject}.{method} has no entry in the gate")


def gated(method: Callable[..., Any], subject: str) -> Callable[..., Any]:
    """The method behind the gate; a call from inside another method has passed it already."""
    access = access_of(subject, method.__name__)
    if access is Access.FREE:
        return method
    in_snapshot = getattr(method, "reads_one_snapshot", False)
    code = getattr(method, "__wrapped__", method).__code__
    positional = code.co_varnames[1 : code.co_argcount]

    @wraps(method)
    def passing(self: Any, *args: Any, **kwargs: Any) -> Any:
        session: ProjectSession = self._session
        with session.inside() as is_inside:
            if is_inside or session.seen_by is not None:
                return method(self, *args, **kwargs)
            if access is Access.READ:

                def unless_bound() -> Any:
                    return _BOUND if session.is_bound() else method(self, *args, **kwargs)

                # Who is bound is read in the state in which the rest is read.
                result = (
                    read_in_snapshot(session.database, unless_bound)
                    if in_snapshot and not session.keeps_rules
                    else unless_bound()
                )
                if result is not _BOUND:
                    return result
                return method(type(self)(session.reader_for_bound()), *args, **kwargs)
            given = {**dict(zip(positional, args, strict=False)), **kwargs}
            check(session, access, {name: given[name] for name in _NAMING if given.get(name)})
            return method(self, *args, **kwargs)

    return passing


def check(session: ProjectSession, access: Access, names: dict[str, str]) -> None:
    """Raise `UsageError` where a bound person may not do this, or not in these names."""
    me = session.identity.name
    if access is not Access.WHOLE and all(name == me for name in names.values()):
        return
    bound = session.bound_by()
    if not bound:
        return
    if access is Access.WHOLE:
        raise UsageError(
            _(
                "{coder} works in the blind round {round}, and this looks at the work of everyone "
                "or changes it"
            ).format(coder=me, round=bound[0].id),
            code="round-blind",
            hint=_("Someone who takes no part in the round can do it, or you once it is closed."),
        )
    raise not_your_own(me, bound[0], _("Leave --coder away for your own work."))
