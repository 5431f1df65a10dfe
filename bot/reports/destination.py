"""Where an export goes: a file that only its owner can read, there as a whole or not at all, or standard output."""

import io
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from bot.record import NotDone

STDOUT = Path("-")


@contextmanager
def destination(output: Path) -> Iterator[BinaryIO]:
    """A file that is put in place when it is complete, and leaves nothing when it is not; `-` is standard output.

    Raises NotDone, in one line, for what cannot be written, a full disk included.
    """
    if output == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    aside = output.with_name(f".{output.name}.{secrets.token_hex(8)}")
    try:
        if output.is_dir():
            raise NotDone(f"{output}: is a folder")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(aside, output)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise NotDone(f"{output}: cannot be written: {error.strerror or error}") from None


@contextmanager
def as_text(file: BinaryIO) -> Iterator[TextIO]:
    """The file as UTF-8 text, with line ends as they are given; it stays open afterwards."""
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="", write_through=False)
    try:
        yield text
        text.flush()
    finally:
        with suppress(OSError):  # the disk is full: that has been said already, and what was written is thrown away
            text.detach()
