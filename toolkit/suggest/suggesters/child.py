"""The process of a suggester: reads one request from stdin, writes one reply to stdout.

Run as `python -P -m toolkit.suggest.suggesters.child`. The request and the reply are JSON.
"""

from __future__ import annotations

import json
import os
import sys
from hashlib import sha256
from importlib.metadata import EntryPoint
from typing import Any

from toolkit.suggest.suggesters.guard import Guard
from toolkit.suggest.suggesters.protocol import GROUP, question_from


def answered(request: dict[str, Any]) -> dict[str, Any]:
    """What the suggester of the request says to its questions."""
    loaded = EntryPoint(request["name"], request["value"], GROUP).load()
    suggester = loaded() if isinstance(loaded, type) or not hasattr(loaded, "suggest") else loaded
    for name in ("version", "prompt"):
        if not isinstance(getattr(suggester, name, None), str):
            raise TypeError(f"it has no text {name!r}")
    offers = [
        [each if isinstance(each, str) else list(each) for each in suggester.suggest(question)]
        for question in map(question_from, request["questions"])
    ]
    # The prompt is read last: one that is made while answering is hashed as it was used.
    digest = sha256(suggester.prompt.encode("utf-8", "surrogatepass")).hexdigest()
    return {"version": suggester.version, "prompt_sha256": digest, "offers": offers}


def main() -> None:
    """Answer the request; an error is a reply too, without the words of any passage."""
    request = json.loads(sys.stdin.buffer.read())
    # What the suggester prints must not stand in the reply.
    out = os.dup(1)
    os.dup2(2, 1)
    guard = Guard(request["hosts"], programs=request["programs"])
    guard.install()
    try:
        reply = answered(request)
    except BaseException as error:
        # The message of an error may hold words of an interview, so only its kind is told.
        reply = {"error": type(error).__name__}
    reply["refused"] = guard.refused
    with open(out, "wb") as file:
        file.write(json.dumps(reply).encode())


if __name__ == "__main__":
    main()
