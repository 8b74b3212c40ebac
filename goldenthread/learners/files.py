"""Files held for learners, each under the SHA-256 of its bytes: the one way in to Django's file storage."""

import hashlib
import re

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

SHA = re.compile(r"[0-9a-f]{64}")


def put(school_id: int, content: bytes) -> str:
    """Keep the bytes and say their hash; the same bytes are kept once for each school."""
    sha = hashlib.sha256(content).hexdigest()
    path = where(school_id, sha)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return sha


def get(school_id: int, sha: str) -> bytes | None:
    """The bytes, or None where they are not, or no longer, held."""
    path = where(school_id, sha)
    if not default_storage.exists(path):
        return None
    with default_storage.open(path, "rb") as file:
        return file.read()


def drop(school_id: int, sha: str) -> None:
    default_storage.delete(where(school_id, sha))


def where(school_id: int, sha: str) -> str:
    """Schools keep apart, so that one's deletion never takes another's file."""
    if not SHA.fullmatch(sha):
        raise ValueError("A file is kept under the SHA-256 of its bytes.")
    return f"{school_id}/{sha[:2]}/{sha}"
