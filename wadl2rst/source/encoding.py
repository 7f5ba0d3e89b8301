"""Decoding: the encoding of XML for expat, and the text of samples in any encoding."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

DECLARED = re.compile(rb"""\s{0,99}<\?xml[^>]{0,200}?\sencoding\s{0,9}=\s{0,9}["']([A-Za-z][\w.-]{0,60})["']""")
"""An XML declaration, or an entity's text declaration, that names an encoding."""

_NATIVE = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be", "iso-8859-1", "us-ascii"})
_PYTHON_ONLY = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})  # codecs that are not file encodings
_C1 = re.compile(rb"[\x80-\x9f]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")  # line boundaries of str.splitlines, and thus of docutils


_DECLARATION = re.compile(
    rb"""<\?xml\s+version\s*=\s*(?:"1\.0"|'1\.0')"""
    rb"""(?:\s+encoding\s*=\s*["'](?P<encoding>[\w.-]+)["'])?(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>"""
)
_DECLARES = re.compile(rb"<\?xml[\s?]")
_ASCII = bytes(range(128))


class EncodingFault(Exception):
    """The declared encoding is unknown, or the bytes are not valid in it; the text says which."""

    @property
    def text(self) -> str:
        """What is wrong."""
        return str(self.args[0])


class Encoded(NamedTuple):
    """XML as it is fed to expat."""

    data: bytes
    """The bytes: those of the file unless expat cannot decode them."""
    override: str | None
    """The encoding to pass to expat; None to let it detect the encoding."""
    codec: str
    """Python's codec for :attr:`data`, to decode excerpts for messages."""
    low: int
    """Index of the significant byte in an ASCII character: 1 in big-endian UTF-16, otherwise 0."""


def prepare(data: bytes) -> Encoded:
    """Prepares XML for expat, which supports UTF-8, UTF-16 and single-byte encodings.

    UTF-32 and multi-byte encodings such as GBK or Shift_JIS are converted to UTF-8, misspelled names (``utf8``) are
    corrected, and a file declared as ISO-8859-1 with bytes that only windows-1252 uses is read as windows-1252, as in
    browsers (WHATWG Encoding, section 4.2).  Raises :class:`EncodingFault`.
    """
    start = data[:4]
    if start in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        return _recoded(data, "utf-32")
    if start in (b"<\0\0\0", b"\0\0\0<"):
        return _recoded(data, "utf-32-le" if start[0] else "utf-32-be")
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        # A byte order mark takes precedence over the declaration: editors convert a file without updating the declaration.
        little = start[0] == 0xFF
        return Encoded(data, "UTF-16", "utf-16-le" if little else "utf-16-be", 0 if little else 1)
    if len(start) > 1 and (start[0] == 0) != (start[1] == 0):
        little = start[1] == 0
        return Encoded(data, "UTF-16LE" if little else "UTF-16BE", "utf-16-le" if little else "utf-16-be", 0 if little else 1)
    if start[:3] == codecs.BOM_UTF8:
        return Encoded(data, "UTF-8", "utf-8", 0)
    declared = DECLARED.match(data)
    if declared is None:
        return Encoded(data, None, "utf-8", 0)
    name = declared[1].decode("ascii")
    if name.lower() in _NATIVE:
        if name.lower() != "iso-8859-1":
            return Encoded(data, None, "ascii" if name.lower() == "us-ascii" else "utf-8", 0)
        windows = _C1.search(data) is not None
        return Encoded(data, "windows-1252" if windows else None, "windows-1252" if windows else "latin-1", 0)
    try:
        codec = codecs.lookup(name).name
        if codec in _PYTHON_ONLY:
            raise LookupError(codec)
        single = len(bytes(range(256)).decode(codec, "replace")) == 256
    except (LookupError, ValueError) as error:
        raise EncodingFault(f"unknown encoding {name} in the first line; is it misspelled? Most files are UTF-8") from error
    if codec == "utf-8":
        return Encoded(data, "UTF-8", codec, 0)
    return Encoded(data, None, codec, 0) if single else _recoded(data, codec)


def plain_text(encoded: Encoded) -> tuple[bytes, int] | None:
    """The document in UTF-8, and the index in it after the byte order mark and the XML declaration.

    None if only expat can handle the document: its bytes are not valid in its encoding, or its XML declaration is unusual.
    """
    text = encoded.data
    if encoded.codec == "utf-8":
        begin = 3 if text.startswith(codecs.BOM_UTF8) else 0
    else:
        try:
            if encoded.codec[:6] != "utf-16" and _ASCII.decode(encoded.codec) != _ASCII.decode("ascii"):
                return None
            text = text.decode(encoded.codec).removeprefix("\ufeff").encode()
        except UnicodeError:
            return None
        begin = 0
    if not _DECLARES.match(text, begin):
        return text, begin
    declaration = _DECLARATION.match(text, begin, begin + 300)
    if declaration is None:
        return None
    # If the document were in UTF-16, as it declares, the declaration could not have been read as single bytes.
    is_untrue = encoded.override is None and (declaration["encoding"] or b"").lower().startswith(b"utf-16")
    return None if is_untrue else (text, declaration.end())


def _recoded(data: bytes, codec: str) -> Encoded:
    try:
        text = data.decode(codec)
        return Encoded(text.removeprefix("\ufeff").encode(), "UTF-8", "utf-8", 0)
    except UnicodeError as error:
        byte = f"byte 0x{data[error.start]:02X} at offset {error.start:,}" if isinstance(error, UnicodeDecodeError) else "the text"
        raise EncodingFault(f"{byte} is not valid {codec.upper()}, the declared encoding") from error


def decode(data: bytes) -> str:
    """The text of a sample file, with newlines as line ends and only characters that XML and docutils allow.

    UTF-16 and UTF-32 are recognised by their byte order mark; otherwise UTF-8, windows-1252 and Latin-1 are tried in this order.
    Characters that XML or docutils do not allow are replaced by U+FFFD.
    """
    if data[:4] in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        text = data.decode("utf-32", "replace")
    elif data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        text = data.decode("utf-16", "replace")
    else:
        text = _decode_bytes(data)
    return _UNPRINTABLE.sub("\ufffd", _BREAKS.sub("\n", text))


def _decode_bytes(data: bytes) -> str:
    for codec in ("utf-8-sig", "windows-1252"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
