"""Errors on stderr, and every exit code."""

from __future__ import annotations

import os
import sys
from enum import IntEnum

from toolkit.cli.notes import note
from toolkit.errors import CheckFailed, InputError, QctError, StoreError, UsageError
from toolkit.i18n import _


class ExitCode(IntEnum):
    FINE = 0
    CHECK_FAILED = 1
    USAGE = 2
    BAD_INPUT = 3
    STORE = 4
    INTERNAL = 70
    INTERRUPTED = 130


_CODES = (
    (CheckFailed, ExitCode.CHECK_FAILED),
    (UsageError, ExitCode.USAGE),
    (InputError, ExitCode.BAD_INPUT),
    (StoreError, ExitCode.STORE),
)


def exit_code(error: QctError) -> ExitCode:
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.INTERNAL)


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code; no traceback ever reaches the user."""
    import click

    from toolkit.cli.app import root

    try:
        code = root()(arguments, prog_name="qct", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        note(_("interrupted; everything saved so far is kept"))
        return ExitCode.INTERRUPTED
    except QctError as error:
        note(_("error[{code}]: {message}").format(code=error.code, message=error.message))
        if error.hint:
            note(f"  {error.hint}")
        return exit_code(error)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; that is not a fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.FINE
    except OSError as error:
        if os.environ.get("QCT_DEBUG"):
            raise
        name = error.filename if isinstance(error.filename, str) else _("a file or the machine")
        note(
            _("error[system]: {name}: {reason}").format(
                name=name, reason=error.strerror or type(error).__name__
            )
        )
        note(_("  Look at the file, its folder and its disk. Everything saved before is intact."))
        return ExitCode.STORE
    except Exception as error:
        if os.environ.get("QCT_DEBUG"):
            raise
        # The message may quote a transcript, so only the kind of fault is shown.
        note(
            _(
                "error[internal]: {kind} in {place}. This is a fault of qct; nothing "
                "half-done was saved."
            ).format(kind=type(error).__name__, place=_place(error))
        )
        note(_("  Set QCT_DEBUG=1 to see the traceback; mind that it may quote your material."))
        return ExitCode.INTERNAL
    return int(code) if isinstance(code, int) else ExitCode.FINE


def _place(error: Exception) -> str:
    trace = error.__traceback__
    place = _("an unknown place")
    while trace is not None:
        frame = trace.tb_frame
        module = frame.f_globals.get("__name__", "")
        if module.startswith("toolkit"):
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
