"""Models that the user of this machine has added, by folder or from a hub of models.

The list lies in the user's own data folder and never in a project, so that no file of a project
that came from elsewhere can add a model. A model is read from its folder alone; `fetched` is the
only function of the toolkit that opens a connection to a hub, and only `qct model add --hub`
calls it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import InputError, UsageError, unknown
from toolkit.i18n import _
from toolkit.suggest.models.weights import Check, ModelStatus, digest_of, install_hint

FILE = "models.json"
KINDS = frozenset({".safetensors", ".json", ".txt", ".model"})
"""Endings of the files of a model; a changed one is noticed, others are never read."""
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


@dataclass(frozen=True, slots=True)
class AddedModel:
    """A model in a folder of sentence-transformers."""

    name: str
    folder: str
    hub: str
    """The name on the hub that it was fetched by; empty for a folder that was there."""
    dim: int
    weights: str
    """SHA-256 of the weights, which is part of the id."""
    files: Mapping[str, str]
    """SHA-256 of every file by its path in the folder."""

    @property
    def id(self) -> str:
        return f"{self.name}@{self.weights[:12]}"


def user_data() -> Path:
    """The folder of this user's own data, as the platform has it.

    Raises `ImportError` where platformdirs is missing, and `RuntimeError` without a home folder.
    """
    from platformdirs import user_data_path

    return user_data_path("qct", appauthor=False)


def added_models() -> dict[str, AddedModel]:
    """The added models by name. Raises `InputError` where the list cannot be read."""
    try:
        path = user_data() / FILE
        if not path.is_file():
            return {}
        rows = json.loads(path.read_text(encoding="utf-8"))
        models = [AddedModel(**row) for row in rows]
    except (ImportError, RuntimeError):
        return {}
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            _("the list of added models cannot be read: {path}").format(path=user_data() / FILE),
            code="models-unreadable",
            hint=_("Remove that file, and add the models anew with `qct model add`."),
        ) from error
    return {model.name: model for model in models}


def add_folder(name: str, folder: Path, taken: tuple[str, ...], *, hub: str = "") -> AddedModel:
    """Add the model in a folder, after loading it once.

    Raises `UsageError` for a name that cannot be one, and `InputError` for a folder that is none.
    """
    need_name(name, taken)
    folder = folder.resolve()
    files = hashed_files(folder)
    weights = sorted(path for path in files if path.endswith(".safetensors"))
    if not weights:
        raise InputError(
            _("{folder} has no weights as safetensors").format(folder=folder),
            code="model-unusable",
            hint=_("Name a folder that SentenceTransformer.save has written."),
        )
    from toolkit.suggest.models.sentence_folder import SentenceFolder

    dim = SentenceFolder(folder, name, "").dim
    model = AddedModel(name, str(folder), hub, dim, files[weights[0]], files)
    _write([*added_models().values(), model])
    return model


def add_from_hub(name: str, hub: str, taken: tuple[str, ...]) -> AddedModel:
    """Fetch a model into the user's data folder and add it. This uses the network."""
    need_name(name, taken)
    if not _HUB_NAME.fullmatch(hub):
        raise UsageError(
            _("{hub!r} is no name on the hub, which is OWNER/MODEL").format(hub=hub),
            code="model-hub-name",
        )
    target = user_data() / "models" / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=f"{name}."))
    try:
        fetched(hub, draft)
        shutil.rmtree(draft / ".cache", ignore_errors=True)
        if target.exists():
            shutil.rmtree(target)
        draft.rename(target)
        return add_folder(name, target, taken, hub=hub)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        if name not in added_models():
            shutil.rmtree(target, ignore_errors=True)
        raise


def fetched(hub: str, folder: Path) -> None:
    """Download the files of a model into a folder. Raises `InputError` where that fails."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    try:
        from huggingface_hub import snapshot_download
    except ImportError as missing:
        raise InputError(
            _("fetching a model needs the package {package}.").format(package="huggingface-hub"),
            code="model-missing",
            hint=install_hint("themes"),
        ) from missing
    patterns = [f"*{kind}" for kind in sorted(KINDS)]
    try:
        # No token of the user is looked for or sent.
        snapshot_download(hub, local_dir=folder, allow_patterns=patterns, token=False)
    except Exception as error:
        raise InputError(
            _("{hub} could not be fetched: {reason}").format(
                hub=hub, reason=(str(error).splitlines() or [type(error).__name__])[0]
            ),
            code="model-fetch",
            hint=_(
                "Check the name and the connection. A folder that came by other ways is added "
                "with: qct model add NAME --folder FOLDER"
            ),
        ) from error


def remove(name: str) -> AddedModel:
    """Take a model off the list; files that were fetched are deleted, a named folder stays."""
    models = added_models()
    if name not in models:
        raise unknown("model", name, tuple(models))
    model = models.pop(name)
    _write(list(models.values()))
    if model.hub:
        shutil.rmtree(model.folder, ignore_errors=True)
    return model


def need_name(name: str, taken: tuple[str, ...]) -> None:
    """Raise `UsageError` where a new model cannot have the name."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            _("{name!r} cannot be the name of a model: small letters, digits and -").format(
                name=name
            ),
            code="model-name",
        )
    if name in taken:
        raise UsageError(
            _("there is a model {name!r} already").format(name=name),
            code="model-name",
            hint=_("Choose another name; `qct model list` lists those there are."),
        )


def hashed_files(folder: Path) -> dict[str, str]:
    """SHA-256 of the files of a model by path. Raises `InputError` where they cannot be read."""
    try:
        if not folder.is_dir():
            raise NotADirectoryError(folder)
        return {
            path.relative_to(folder).as_posix(): digest_of(path)
            for path in sorted(folder.rglob("*"))
            if path.suffix in KINDS and path.is_file()
        }
    except OSError as error:
        raise InputError(
            _("{folder} is not a folder with a model").format(folder=folder),
            code="model-unusable",
        ) from error


def load(model: AddedModel) -> Any:
    """The embedder of an added model. Raises `InputError` where its files have changed."""
    from toolkit.suggest.models.sentence_folder import SentenceFolder

    folder = Path(model.folder)
    if hashed_files(folder) != dict(model.files):
        raise InputError(
            _("the files of model {name!r} in {folder} are not those that were added").format(
                name=model.name, folder=folder
            ),
            code="model-changed",
            hint=_("Remove it with `qct model remove {name}`, and add it anew.").format(
                name=model.name
            ),
        )
    return SentenceFolder(folder, model.name, model.id)


def state_of(model: AddedModel) -> ModelStatus:
    """The state of the files of an added model, which are read and not loaded."""
    try:
        intact = hashed_files(Path(model.folder)) == dict(model.files)
    except InputError:
        return ModelStatus(model.name, "", model.folder, Check.MISSING, _("the folder is gone"))
    state = Check.OK if intact else Check.BAD
    return ModelStatus(model.name, "", model.folder, state, f"sha256 {model.weights}")


def _write(models: list[AddedModel]) -> None:
    """Write the list under a passing name and move it into place. Raises `InputError`."""
    rows = [{**asdict(model), "files": dict(model.files)} for model in models]
    folder = user_data()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, draft = tempfile.mkstemp(dir=folder, prefix=FILE)
        try:
            with open(descriptor, "w", encoding="utf-8") as file:
                json.dump(rows, file, ensure_ascii=False, indent=1)
            os.replace(draft, folder / FILE)
        except BaseException:
            with suppress(OSError):
                os.unlink(draft)
            raise
    except OSError as error:
        raise InputError(
            _("{folder} cannot be written: {reason}").format(
                folder=folder, reason=error.strerror or error
            ),
            code="models-unwritable",
        ) from error
