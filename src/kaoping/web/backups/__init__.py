"""One file that holds all an office has: database, uploads, archives, keys; taken while the server runs."""

from .manifest import SUFFIX, Entry, Manifest
from .restoring import Restored, restore, verify
from .taking import Taken, take

__all__ = ["SUFFIX", "Entry", "Manifest", "Restored", "Taken", "restore", "take", "verify"]
