"""Access to files: decides which files may be read, and reads them.

A WADL refers to other files: entity files, samples, grammars, other WADLs.  Every such reference
is resolved and checked by :meth:`FolderGate.find`, and every file is read by
:meth:`FolderGate.read`.  A WADL given as a URL has its own gate with the same methods,
:class:`wadl2rst.source.fetch.WebGate`.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

from wadl2rst.config.options import FormatSetting, as_option
from wadl2rst.diagnostics import MessageCode, why_unreadable


class SourceFile(NamedTuple):
    """A file or a URL that may be read."""

    key: str
    """Its identity: the absolute path with symbolic links resolved, or the URL."""
    path: str
    """The base of relative references in it: an absolute path, or the URL after redirects."""
    shown: str
    """The name for messages: as the user typed it, or relative to what they typed."""


class Unavailable(Exception):
    """The target of a reference cannot be read.  The text continues a sentence that starts with its name: ``not found``."""

    @property
    def text(self) -> str:
        """The reason, as the rest of a sentence that begins with the name of the file."""
        return str(self.args[0])

    @property
    def cause(self) -> str:
        """A cause shared with other faults, such as a root that is too narrow; empty if the fault stands alone."""
        return ""


class Missing(Unavailable):
    """It does not exist, is not a regular file, or cannot be read."""


class Refused(Unavailable):
    """It is in a place that wadl2rst may not read."""

    @property
    def cause(self) -> str:
        """The text, which ends with the advice to use another root: that allows everything below it."""
        return self.text


class OnNetwork(Unavailable):
    """It is on the network, and is not fetched."""


class Oversize(Unavailable):
    """It is larger than the limit."""


def unavailable(fault: Unavailable, missing: MessageCode, network: MessageCode) -> MessageCode:
    """The message code for ``fault``: ``missing`` and ``network`` are the codes for :class:`Missing` and :class:`OnNetwork`."""
    if isinstance(fault, Refused):
        return MessageCode.REFUSED
    if isinstance(fault, Oversize):
        return MessageCode.TOO_LARGE
    return network if isinstance(fault, OnNetwork) else missing


class Gate(Protocol):
    """Decides which files may be read, and reads them."""

    def find(self, href: str, bases: Sequence[SourceFile], limit: int | None = None) -> SourceFile:
        """The place that ``href`` refers to, resolved against each of ``bases`` in turn; raises :class:`Unavailable`.

        ``limit`` is the maximum size in bytes, if lower than for other files.
        """

    def exists(self, href: str, bases: Sequence[SourceFile]) -> bool:
        """Whether the target of ``href`` exists, as far as can be determined without reading it; never raises."""

    def read(self, place: SourceFile, limit: int | None = None) -> bytes:
        """The bytes of a place that :meth:`find` returned for the same ``limit``; raises :class:`Unavailable`."""


_NETWORK = re.compile(r"(?:https?|ftps?):", re.IGNORECASE)
_FILE_URL = re.compile(r"file:", re.IGNORECASE)
_DRIVE = re.compile(r"/[A-Za-z]:")


class FolderGate:
    """The gate of a local WADL: allows regular, non-hidden files under a root folder.

    A file is read only if, after symbolic links, ``..`` and percent-encoding are resolved, it is under
    the root, no path component below the root begins with a dot, it is a regular file, and it is not
    larger than the limit.  The path of the root itself may contain symbolic links.
    """

    def __init__(self, root: Path, max_size: int, format_setting: FormatSetting = as_option) -> None:
        """``root`` is a folder, ``max_size`` the limit in bytes for a file; ``format_setting`` formats these settings in messages."""
        self.root = root.resolve()
        """The folder that all files must be in, with symbolic links resolved."""
        self._max_size = max_size
        self._format_setting = format_setting
        self._read: dict[str, None] = {}
        self._folders: dict[Path, Path] = {}
        self._missing: dict[str, None] = {}
        self._open: set[Path] = set()
        """Folders (the root or below it) in which all files may be read whose names do not begin with a dot."""

    @classmethod
    def of(cls, source: str, root: Path | None, max_size: int, format_setting: FormatSetting = as_option) -> tuple[FolderGate, SourceFile]:
        """The gate for the WADL ``source``, a path or ``file:`` URL given by the user, and the place of that WADL.

        The WADL itself may be anywhere; no file may be larger than ``max_size`` bytes.  Without ``root``, the root is the
        current folder if it contains the WADL, otherwise the WADL's own folder.  (It is also the WADL's own folder if a folder
        between the two is hidden: a user who names that folder wants it to be read.)  Raises :class:`Missing`.
        """
        path = Path(_path_of(source) if _FILE_URL.match(source) else source)
        try:
            folder = path.absolute().parent.resolve()
            real = path.resolve()
            current = Path.cwd().resolve()
            if root is None:
                plain = folder.is_relative_to(current) and not _hidden(folder.relative_to(current).parts)
                root = current if plain else folder
            gate = cls(root, max_size, format_setting)
        except (OSError, RuntimeError, ValueError) as error:
            raise Missing(why_unreadable(error)) from error
        return gate, SourceFile(str(real), str(folder / path.name), source)

    @property
    def files(self) -> tuple[str, ...]:
        """Absolute paths of all files that were read, in order, without duplicates."""
        return tuple(self._read)

    @property
    def missing(self) -> tuple[str, ...]:
        """Absolute paths that were looked up but do not exist, in order, without duplicates.

        A later run reads other files if one of them has been created.
        """
        return tuple(path for path in self._missing if path not in self._read)

    def find(self, href: str, bases: Sequence[SourceFile], limit: int | None = None) -> SourceFile:
        """The file that ``href`` refers to; ``limit`` is ignored here, and checked by :meth:`read`.

        ``href`` is a relative reference, a path or a ``file:`` URL; it is resolved against the files ``bases``,
        in order.  Raises :class:`Missing`, :class:`Refused` (if it is outside the root or hidden for every base) or
        :class:`OnNetwork`.
        """
        refusal = ""
        inside = False
        fault = "not found"
        for base, name, certain in _candidates(href, bases):
            path = Path(base.path).parent / name
            try:
                parent = self._resolved(path.parent)
                # Many references point into the same folder, whose resolved path is cached: only links and ``..`` are resolved singly.
                is_link = path.name in ("", "..") or path.is_symlink()
                real = path.resolve() if is_link else parent / path.name
                refused = self._refusal(real, base)
                if refused:
                    refusal = refusal or refused
                    continue
                inside = inside or certain
                mode = self._mode(real)
            except (OSError, RuntimeError, ValueError):
                continue
            if stat.S_ISREG(mode):
                return SourceFile(
                    str(real), str(parent / path.name) if is_link else str(real), self._shown(base.shown, name, real, is_link)
                )
            if certain:
                fault = "is a folder, not a file" if stat.S_ISDIR(mode) else "is not a regular file"
        if refusal and not inside:
            raise Refused(refusal)
        raise Missing(fault)

    def exists(self, href: str, bases: Sequence[SourceFile]) -> bool:
        """False only if ``href`` could be looked up and does not exist."""
        try:
            self.find(href, bases)
        except Missing:
            return False
        except Unavailable:
            return True
        return True

    def read(self, place: SourceFile, limit: int | None = None) -> bytes:
        """The bytes of a file; raises :class:`Missing` or :class:`Oversize`."""
        maximum = self._max_size if limit is None else min(limit, self._max_size)
        try:
            # Since the check in find, the file may have been replaced by a link or a pipe.
            with open(place.key, "rb", opener=_open) as file:
                status = os.fstat(file.fileno())
                if not stat.S_ISREG(status.st_mode):
                    raise Missing("is not a regular file")
                if status.st_size > maximum:
                    raise oversize(maximum, self._max_size, self._format_setting)
                data = file.read(maximum + 1)
        except (OSError, ValueError) as error:
            if os.path.isdir(place.key):  # noqa: PTH112 (Path.is_dir raises for a name that is too long)
                raise Missing("is a folder, not a file") from error
            if isinstance(error, FileNotFoundError):
                self._missing[place.key] = None
            raise Missing(why_unreadable(error)) from error
        if len(data) > maximum:
            raise oversize(maximum, self._max_size, self._format_setting)
        self._read[place.key] = None
        return data

    def _resolved(self, folder: Path) -> Path:
        """The path of a folder without symbolic links and ``..``; raises OSError or RuntimeError if it cannot be resolved."""
        resolved = self._folders.get(folder)
        if resolved is None:
            resolved = self._folders[folder] = folder.resolve()
        return resolved

    def _mode(self, real: Path) -> int:
        """The mode of a file that may be read; records a path that does not exist, and raises OSError."""
        try:
            return real.stat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            self._missing[str(real)] = None
            raise

    def _shown(self, base: str, name: str, real: Path, is_link: bool) -> str:
        """The name for messages of the file ``real``, referred to as ``name`` in the file shown as ``base``."""
        spelled = Path(os.path.normpath(os.path.join(os.path.dirname(base), name)))  # noqa: PTH118, PTH120 (called often)
        absolute = os.path.isabs(base)  # noqa: PTH117
        try:
            found = spelled.resolve() if is_link else self._resolved(spelled.parent) / spelled.name
        except (OSError, RuntimeError):  # pragma: no cover (it was resolved just before)
            return _display_path(real, absolute)
        return _display_path(real, absolute) if found != real or os.path.isabs(name) and not absolute else str(spelled)  # noqa: PTH117

    def _refusal(self, real: Path, base: SourceFile) -> str:
        """Why a path without symbolic links and ``..`` may not be read; empty if it may."""
        if real.parent in self._open and not real.name.startswith("."):
            return ""
        absolute = Path(base.shown).is_absolute()
        if not real.is_relative_to(self.root):
            common = Path(os.path.commonpath([self.root, real.parent])) if self.root.anchor == real.anchor else real.parent
            wider = _display_path(common, absolute) if common != Path(common.anchor) else "DIR"
            return f"is outside the root {_display_path(self.root, absolute)}; to allow it, use {self._format_setting('root', wider)}"
        parts = real.relative_to(self.root).parts
        if not _hidden(parts):
            if parts:  # allowing the root itself does not allow its parent folder
                self._open.add(real.parent)
            return ""
        if parts[-1].startswith("."):
            return "is a hidden file; those are not read"
        last = max(index for index, part in enumerate(parts) if part.startswith("."))
        hidden = self.root.joinpath(*parts[: last + 1])
        wider = self._format_setting("root", _display_path(hidden, absolute))
        return f"is in the hidden folder {parts[last]}, which is not read; to allow it, use {wider}"


def trusted(path: str, max_size: int, format_setting: FormatSetting = as_option) -> tuple[SourceFile, bytes]:
    """Reads a file given by the user, without checks other than the size; returns its place and bytes.  Raises :class:`Unavailable`."""
    try:
        absolute = Path(path).absolute()
        place = SourceFile(str(absolute.resolve()), str(absolute.parent.resolve() / absolute.name), path)
        gate = FolderGate(absolute.parent, max_size, format_setting)
    except (OSError, RuntimeError, ValueError) as error:
        raise Missing(why_unreadable(error)) from error
    return place, gate.read(place)


def on_network(href: str) -> bool:
    """Whether a reference points to the network: an HTTP or FTP URL, a ``file:`` URL with a remote host, or a network share."""
    if _NETWORK.match(href):
        return True
    if _FILE_URL.match(href):
        return _file_host(href) not in ("", "localhost")
    return unquote(href).replace("\\", "/").startswith("//")


def folded(text: str) -> str:
    """A name from a file, for a message: on one line, without control characters, and at most 300 characters long."""
    text = " ".join(text.split())
    if not text.isprintable():
        text = "".join(character if character.isprintable() else "?" for character in text)
    return text if len(text) <= 300 else text[:299] + "\u2026"


def oversize(limit: int, max_size: int, format_setting: FormatSetting = as_option) -> Oversize:
    """The error to raise for a file larger than ``limit``.

    If raising ``max-size`` would help, the text mentions that setting, formatted with ``format_setting``.
    """
    option = f" ({format_setting('max-size', '')})" if limit == max_size else ""
    return Oversize(f"is larger than {size(limit)}{option}")


def size(count: int) -> str:
    """A number of bytes as text: ``10 MiB``, or ``512 bytes`` below one MiB."""
    return f"{count >> 20:,} MiB" if count >= 1 << 20 else f"{count:,} bytes"


def _candidates(href: str, bases: Sequence[SourceFile]) -> Iterator[tuple[SourceFile, str, bool]]:
    """Yields each base with each interpretation of ``href``, and whether that is the literal one according to RFC 3986."""
    if on_network(href):
        raise OnNetwork("is on the network and is not fetched")
    if _FILE_URL.match(href):
        names = [_path_of(href)]
    else:
        plain = unquote(href)
        # A percent sign in a file name may be literal rather than an escape.
        names = [plain] if plain == href else [plain, href]
    if not names[0]:
        raise Missing("not found")
    done = set()
    for base in bases:
        folder = Path(base.path).parent
        if folder not in done:
            done.add(folder)
            for name in names:
                yield base, name, name is names[0]


def _path_of(url: str) -> str:
    """The path of a ``file:`` URL; empty if the URL is malformed."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return ""
    return path[1:] if _DRIVE.match(path) else path


def _file_host(href: str) -> str:
    try:
        return urlsplit(href).netloc.lower()
    except ValueError:
        return "?"


def _hidden(parts: Sequence[str]) -> bool:
    return any(part.startswith(".") for part in parts)


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))


def _display_path(path: Path, absolute: bool) -> str:
    if absolute:
        return str(path)
    try:
        return os.path.relpath(path, Path.cwd().resolve())
    except (OSError, ValueError):  # another drive
        return str(path)
