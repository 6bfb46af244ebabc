"""Packages with a suggester, as pip would lay them down, and a server of a model beside."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVER = """
import http.server, json
class Model(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found = "security" if "leak" in asked["prompt"].splitlines()[-1] else "trust"
        body = json.dumps({"response": "I think:\\n" + found + "\\nproposal\\n"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Model)
print(server.server_port, flush=True)
server.serve_forever()
"""


def lay_down(folder: Path, module: str, source: str, **points: str) -> Path:
    """A package in a folder of packages: its module, and what names its suggesters."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{module}.py").write_text(source, encoding="utf-8")
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    lines = "\n".join(f"{name.replace('_', '-')} = {value}" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[qct.suggesters]\n{lines}\n")
    return folder


def simple(body: str, *, head: str = "") -> str:
    """The source of a suggester whose method has this body."""
    lines = "\n".join(f"        {line}" for line in body.splitlines())
    return (
        f"{head}\nclass Plug:\n    name = 'plug'\n    version = '2.1'\n    prompt = 'Which?'\n"
        f"    def suggest(self, question):\n{lines}\n"
    )


@contextmanager
def model_server() -> Iterator[str]:
    """A server on this machine that answers as Ollama does; gives its address."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}/api/generate"
        finally:
            server.kill()
