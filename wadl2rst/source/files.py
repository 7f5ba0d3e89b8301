"""What may be read: the gate that every file passes, and the bytes behind it.

A WADL names other files: entity files, samples, grammars, other WADLs.  Each such name goes
through :meth:`Folder.find`, the one place that decides, and each file is read by
:meth:`Folder.read`.  A WADL that was given as an address has a gate of its own,
:class:`wadl2rst.source.fetch.Site`, with the same methods.
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
    """A file or an address that may be read."""

    key: str
    """What tells it from all others: the absolute path without links, or the address."""
    path: str
    """What relative references in it are joined to: an absolute path, or the address that answered."""
    shown: str
    """How to show it: spelled as the person typed it, or relative to what they typed."""


class Unavailable(Exception):
    """What a reference names cannot be read.  The text continues a sentence that starts with its name: ``not found``."""

    @property
    def text(self) -> str:
        """Why, as the rest of a sentence that begins with the name of the file."""
        return str(self.args[0])

    @property
    def cause(self) -> str:
        """What would clear it and others with it, such as a wider root; empty where it is a fault of its own."""
        return ""


class Missing(Unavailable):
    """It is not there, is no regular file, or the system does not let us read it."""


class Refused(Unavailable):
    """It lies where the tool may not read."""

    @property
    def cause(self) -> str:
        """The advice that it ends with: one root allows all that lies below it."""
        return self.text


class OnNetwork(Unavailable):
    """It is on the network, where the tool does not go by itself."""


class Oversize(Unavailable):
    """It is larger than the limit."""


def unavailable(fault: Unavailable, missing: MessageCode, network: MessageCode) -> MessageCode:
    """The code of the message on ``fault``: ``missing`` for what is not there, ``network`` for what lies on the network."""
    if isinstance(fault, Refused):
        return MessageCode.REFUSED
    if isinstance(fault, Oversize):
        return MessageCode.TOO_LARGE
    return network if isinstance(fault, OnNetwork) else missing


class Gate(Protocol):
    """Decides what may be read, and reads it."""

    def find(self, href: str, bases: Sequence[SourceFile], limit: int | None = None) -> SourceFile:
        """What ``href`` names, looked for beside each of ``bases`` in turn; raises :class:`Unavailable`.

        ``limit`` is the largest size in bytes where that is less than for other files.
        """

    def exists(self, href: str, bases: Sequence[SourceFile]) -> bool:
        """Whether ``href`` names something, as far as one can tell without reading; never raises."""

    def read(self, place: SourceFile, limit: int | None = None) -> bytes:
        """The bytes of what :meth:`find` gave with the same ``limit``; raises :class:`Unavailable`."""


_NETWORK = re.compile(r"(?:https?|ftps?):", re.IGNORECASE)
_FILE_URL = re.compile(r"file:", re.IGNORECASE)
_DRIVE = re.compile(r"/[A-Za-z]:")


class FolderGate:
    """The gate of a WADL on the disk: regular files under a root, and no hidden ones.

    A file is read only if, after links, ``..`` and percent-escapes are resolved, it lies under
    the root, no component below the root begins with a dot, it is a regular file, and it is no
    larger than the limit.  The root itself may be reached through links.
    """

    def __init__(self, root: Path, max_size: int, format_setting: FormatSetting = as_option) -> None:
        """``root`` is a folder, ``max_size`` the largest file in bytes; ``format_setting`` writes their names in messages."""
        self.root = root.resolve()
        """The folder that fences reading, without links."""
        self._max_size = max_size
        self._format_setting = format_setting
        self._read: dict[str, None] = {}
        self._folders: dict[Path, Path] = {}
        self._missing: dict[str, None] = {}
        self._open: set[Path] = set()
        """Folders, the root or below it, whose files may be read if their names do not begin with a dot."""

    @classmethod
    def of(cls, source: str, root: Path | None, max_size: int, format_setting: FormatSetting = as_option) -> tuple[FolderGate, SourceFile]:
        """The gate for the WADL ``source`` that a person named, and the place of that WADL.

        The WADL itself may lie anywhere; no file may be larger than ``max_size`` bytes.  Without ``root``, the root is the
        current folder where the WADL lies in it, else the WADL's own folder.  (It is the WADL's own folder, too, where a folder
        between the two is hidden: a person who names that folder means it.)  Raises :class:`Missing`.
        """
        path = Path(_path_of(source) if _FILE_URL.match(source) else source)
        try:
            folder = path.absolute().parent.resolve()
            real = path.resolve()
            here = Path.cwd().resolve()
            if root is None:
                plain = folder.is_relative_to(here) and not _hidden(folder.relative_to(here).parts)
                root = here if plain else folder
            gate = cls(root, max_size, format_setting)
        except (OSError, RuntimeError, ValueError) as error:
            raise Missing(why_unreadable(error)) from error
        return gate, SourceFile(str(real), str(folder / path.name), source)

    @property
    def files(self) -> tuple[str, ...]:
        """Absolute paths of all files that were read, in order, each once."""
        return tuple(self._read)

    @property
    def missing(self) -> tuple[str, ...]:
        """Absolute paths that were looked for and are no files, in order, each once: a later run finds other files if one appears."""
        return tuple(path for path in self._missing if path not in self._read)

    def find(self, href: str, bases: Sequence[SourceFile], limit: int | None = None) -> SourceFile:
        """The file that ``href`` names; :meth:`read` looks at ``limit``.

        ``href`` is a relative reference, a path or a ``file:`` URL; ``bases`` are the files beside
        which it is looked for, in order.  Raises :class:`Missing`, :class:`Refused` (where no base leads
        into the root) or :class:`OnNetwork`.
        """
        refusal = ""
        inside = False
        fault = "not found"
        for base, name, certain in _candidates(href, bases):
            path = Path(base.path).parent / name
            try:
                parent = self._resolved(path.parent)
                # Many names lie in one folder: only a link, and what goes up, has to be resolved by itself.
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
        """False only where ``href`` could be looked for, and is not there."""
        try:
            self.find(href, bases)
        except Missing:
            return False
        except Unavailable:
            return True
        return True

    def read(self, place: SourceFile, limit: int | None = None) -> bytes:
        """The bytes of a file; raises :class:`Missing` or :class:`Oversize`."""
        most = self._max_size if limit is None else min(limit, self._max_size)
        try:
            # Between the look and the reading, the file may have become a link or a pipe.
            with open(place.key, "rb", opener=_open) as file:
                status = os.fstat(file.fileno())
                if not stat.S_ISREG(status.st_mode):
                    raise Missing("is not a regular file")
                if status.st_size > most:
                    raise oversize(most, self._max_size, self._format_setting)
                data = file.read(most + 1)
        except (OSError, ValueError) as error:
            if os.path.isdir(place.key):  # noqa: PTH112 (Path.is_dir raises for a name that is too long)
                raise Missing("is a folder, not a file") from error
            if isinstance(error, FileNotFoundError):
                self._missing[place.key] = None
            raise Missing(why_unreadable(error)) from error
        if len(data) > most:
            raise oversize(most, self._max_size, self._format_setting)
        self._read[place.key] = None
        return data

    def _resolved(self, folder: Path) -> Path:
        """A folder without links or ``..``; raises OSError or RuntimeError where that cannot be."""
        known = self._folders.get(folder)
        if known is None:
            known = self._folders[folder] = folder.resolve()
        return known

    def _mode(self, real: Path) -> int:
        """The mode of a path that may be read; what is not there is noted, and raises OSError."""
        try:
            return real.stat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            self._missing[str(real)] = None
            raise

    def _shown(self, base: str, name: str, real: Path, is_link: bool) -> str:
        """The spelling of the file ``real`` that ``name`` names in the file that is shown as ``base``."""
        spelled = Path(os.path.normpath(os.path.join(os.path.dirname(base), name)))  # noqa: PTH118, PTH120 (they are many)
        absolute = os.path.isabs(base)  # noqa: PTH117
        try:
            found = spelled.resolve() if is_link else self._resolved(spelled.parent) / spelled.name
        except (OSError, RuntimeError):  # pragma: no cover (it was resolved a moment ago)
            return _spell(real, absolute)
        return _spell(real, absolute) if found != real or os.path.isabs(name) and not absolute else str(spelled)  # noqa: PTH117

    def _refusal(self, real: Path, base: SourceFile) -> str:
        """Why a path without links or ``..`` may not be read; empty where it may."""
        if real.parent in self._open and not real.name.startswith("."):
            return ""
        absolute = Path(base.shown).is_absolute()
        if not real.is_relative_to(self.root):
            common = Path(os.path.commonpath([self.root, real.parent])) if self.root.anchor == real.anchor else real.parent
            wider = _spell(common, absolute) if common != Path(common.anchor) else "DIR"
            return f"is outside the root {_spell(self.root, absolute)}; to allow it, use {self._format_setting('root', wider)}"
        parts = real.relative_to(self.root).parts
        if not _hidden(parts):
            if parts:  # the root itself says nothing of the folder above it
                self._open.add(real.parent)
            return ""
        if parts[-1].startswith("."):
            return "is a hidden file; those are not read"
        last = max(index for index, part in enumerate(parts) if part.startswith("."))
        hidden = self.root.joinpath(*parts[: last + 1])
        wider = self._format_setting("root", _spell(hidden, absolute))
        return f"is in the hidden folder {parts[last]}, which is not read; to allow it, use {wider}"


def trusted(path: str, max_size: int, format_setting: FormatSetting = as_option) -> tuple[SourceFile, bytes]:
    """A file that the person named on the command line, read as it is; raises :class:`Unavailable`."""
    try:
        absolute = Path(path).absolute()
        place = SourceFile(str(absolute.resolve()), str(absolute.parent.resolve() / absolute.name), path)
        gate = FolderGate(absolute.parent, max_size, format_setting)
    except (OSError, RuntimeError, ValueError) as error:
        raise Missing(why_unreadable(error)) from error
    return place, gate.read(place)


def on_network(href: str) -> bool:
    """Whether a reference leads to the network: an address, or a share of another computer."""
    if _NETWORK.match(href):
        return True
    if _FILE_URL.match(href):
        return _file_host(href) not in ("", "localhost")
    return unquote(href).replace("\\", "/").startswith("//")


def folded(text: str) -> str:
    """A name out of a file, for a message: on one line, without what a terminal might obey, not too long."""
    text = " ".join(text.split())
    if not text.isprintable():
        text = "".join(character if character.isprintable() else "?" for character in text)
    return text if len(text) <= 300 else text[:299] + "\u2026"


def oversize(limit: int, max_size: int, format_setting: FormatSetting = as_option) -> Oversize:
    """What to raise for a file above ``limit``; the setting ``max-size`` is named, as ``format_setting`` writes it, where it would help."""
    option = f" ({format_setting('max-size', '')})" if limit == max_size else ""
    return Oversize(f"is larger than {size(limit)}{option}")


def size(count: int) -> str:
    """A number of bytes for people."""
    return f"{count >> 20:,} MiB" if count >= 1 << 20 else f"{count:,} bytes"


def _candidates(href: str, bases: Sequence[SourceFile]) -> Iterator[tuple[SourceFile, str, bool]]:
    """Each base with each reading of ``href``, and whether this is what it says rather than a guess."""
    if on_network(href):
        raise OnNetwork("is on the network and is not fetched")
    if _FILE_URL.match(href):
        names = [_path_of(href)]
    else:
        plain = unquote(href)
        # A percent sign may stand for itself in a name.
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
    """The path that a ``file:`` URL names."""
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


def _spell(path: Path, absolute: bool) -> str:
    if absolute:
        return str(path)
    try:
        return os.path.relpath(path, Path.cwd().resolve())
    except (OSError, ValueError):  # another drive
        return str(path)
