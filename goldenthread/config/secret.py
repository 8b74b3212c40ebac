"""The site's secrets: made on first run, kept in the data folder, never in the code."""

import os
import secrets
from pathlib import Path


def key(folder: Path, name: str = "secret.key") -> str:
    """The secret kept in folder/name; made there, readable by its owner only, when there is none yet."""
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        # A link fails where another process was first, so that all processes agree on one key.
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
