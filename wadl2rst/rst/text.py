"""Escaping for RST: text, literals and addresses that docutils parses to the same characters.

The rules are those of the reStructuredText specification, sections "Escaping Mechanism", "Inline
Markup Recognition Rules" and "Body Elements", as implemented in ``docutils.parsers.rst.states``.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST_LINE: Final = 5000
"""Longer lines are broken; docutils rejects lines of more than 10,000 characters, including indentation."""

LONGEST_ADDRESS: Final = 2000
"""Longer addresses are not linked: they cannot be broken."""

# Characters that Python or docutils treat as line boundaries or white space, but XML or HTML do not; and those that XML forbids.
_ODD = re.compile("[\x00-\x1f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_BLANKS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"

# Text that needs no escaping: nothing special at its start, no special characters, and no colon or underscore except where harmless.
# Its characters are those that are not in a class: to compile the class of all others would take a twentieth of the start.
_INSIDE = r"""(?:[^\x00-\x1f\\*`|_:@\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]++|_(?=[A-Za-z0-9])|:(?=\ ))*+\Z"""
_PLAIN_INSIDE = re.compile(_INSIDE)
_PLAIN = re.compile(
    r"""(?:(?!(?:[0-9]+|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)[.)](?:\s|\Z))[A-Za-z0-9]|(?!\([A-Za-z0-9]+\))[({"'<\[](?=[A-Za-z0-9])|"""
    r"""[^\x00-\xbf\u1680-\u3040\ud800-\U0010ffff])""" + _INSIDE,
    re.VERBOSE,
)

_OPTION = r"(?:[-+][A-Za-z0-9](?:\ ?{0})?|(?:--|/)[A-Za-z0-9][A-Za-z0-9_-]*(?:[\ =]{0})?)".format(r"(?:[A-Za-z][A-Za-z0-9_-]*|<[^<>]+>)")
_START = re.compile(
    rf"""\ *(?:
    \(?(?:[0-9]+|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+|\#)(?=[.)](?:\ |\s*\Z))       # 1.  a)  (iv)  #.
    |(?=([!-)+-/:-@\[\]^{{}}~])\1*(?:\ |\s*\Z))                                # - a   .. a   >>> a   ====   == ==
    |(?P<slash>(?=\\+(?:\ |\s*\Z)))                                            # only backslashes, which are doubled
    |(?=[\u2022\u2023\u2043](?:\ |\s*\Z))                                     # the bullets that are not ASCII
    |(?=:|\+-|--|\u2014)                                                   # a field, a table, an attribution
    |(?={_OPTION}(?:,\ {_OPTION})*(?:\ \ |\s*\Z))                          # -o  --opt=x  /opt
    )""",
    re.VERBOSE,
)

# A colon at the very end after another colon would start a literal block.
_SPECIAL = re.compile(r"[\\*`|]|(?<!_)_++(?![A-Za-z0-9])|(?<=:):(?=\s*\Z)")

# --- addresses in plain text --------------------------------------------------------------------

# The lookbehind makes matching linear: no match is attempted from within a word.
_TOKEN = re.compile(r"(?<!\S)[^\s:@]*+[:@]\S*+")
_URIC = r"[-_.!~*'()\[\];/:@&=+$,%A-Za-z0-9]*"
_TIDY = re.compile(
    rf"(?:https?|ftp)://[-A-Za-z0-9.]+(?::[0-9]+)?(?:/{_URIC})?(?:\?{_URIC})?(?:\#{_URIC})?"
    r"|(?:mailto:)?[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
    re.IGNORECASE,
)
_TIDY_END = re.compile(r"[A-Za-z0-9/=+~]\Z")
_AT = re.compile(r"(?<=.)@(?=.)")
# No scheme is longer than this.
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9.+-]{0,40}):(?=.)")

# The schemes that docutils turns into links in plain text (docutils.utils.urischemes, from the IANA registry).
_SCHEMES = frozenset(
    """about acap addbook afp afs aim callto castanet chttp cid crid data dav dict dns eid fax feed file finger freenet ftp go gopher
    gsm-sms h323 h324 hdl hnews http https hydra iioploc ilu im imap info ior ipp irc iris.beep iseek jar javascript jdbc ldap lifn
    livescript lrq mailbox mailserver mailto md5 mid mocha modem mtqp mupdate news nfs nntp opaquelocktoken phone pop pop3 pres printer
    prospero rdar res rtsp rvp rwhois rx sdp service shttp sip sips smb snews snmp soap.beep soap.beeps ssh t120 tag tcp tel telephone
    telnet tftp tip tn3270 tv urn uuid vemmi videotex view-source wais whodp whois++ x-man-page xmlrpc.beep xmlrpc.beeps z39.50r
    z39.50s vbscript""".split()  # noqa: SIM905 (a list would be a page long)
)

_LINKED = frozenset({"http", "https", "ftp", "mailto"})
_UNSAFE = re.compile(r'[\s<>"`\\^\x7f]')


def clean(text: str) -> str:
    """``text`` with line boundaries and control white space replaced by spaces, and without characters that XML forbids.

    A lone surrogate becomes U+FFFD, the replacement character.
    """
    return _ODD.sub(_replace, text)


def _replace(match: re.Match[str]) -> str:
    char = match[0]
    if char in _BLANKS:
        return " "
    return "\ufffd" if "\ud800" <= char <= "\udfff" else ""


def is_plain(text: str, first: bool = True) -> bool:
    """Whether text is not empty and needs no escaping in RST; ``first`` as for :func:`escape`."""
    return text != "" and (_PLAIN if first else _PLAIN_INSIDE).match(text) is not None


def escape(text: str, first: bool = True) -> str:
    """Escapes plain text for RST in any position, so that docutils parses it to the same text.

    ``first`` tells whether it may be at the start of a paragraph, a cell or an item.  Line
    ends become spaces, other white space is kept.  Well-formed http, https and ftp URLs and e-mail
    addresses are left for docutils to link; no other text becomes a link.
    """
    if is_plain(text, first):
        return text
    text = _cleaned(text)
    start = _START.match(text) if first else None
    before = text[: start.end()] + ("\\" if start["slash"] is None else "\\ ") if start else ""
    rest = text[start.end() :] if start else text
    if ":" in rest or "@" in rest:
        rest = _TOKEN.sub(_unlink, rest)
    return before + _SPECIAL.sub(_escaped, rest).replace("\0", "\\")


def _cleaned(text: str) -> str:
    """Cleaned ``text``, without spaces at its ends that cleaning added."""
    if not _ODD.search(text):
        return text
    cleaned = clean(text)
    cleaned = cleaned if text[0].isspace() else cleaned.lstrip()
    return cleaned if text[-1].isspace() else cleaned.rstrip()


def _escaped(match: re.Match[str]) -> str:
    return "\\" + "\\".join(match[0])


def _unlink(match: re.Match[str]) -> str:
    """A word with NUL before each character that would make docutils link it or a part of it unintentionally."""
    token = match[0]
    if _TIDY.fullmatch(token.strip("<>()[],.;:!?\"'")):
        return token
    return _SCHEME.sub(_unlink_scheme, _AT.sub("\0@", token))


def _unlink_scheme(match: re.Match[str]) -> str:
    parts = match[1].lower().split("-")
    known = any("-".join(parts[start:]) in _SCHEMES for start in range(len(parts)))
    return f"{match[1]}\0:" if known else match[0]


def is_bare_address(text: str) -> bool:
    """Whether docutils turns ``text`` between spaces into a link as a whole."""
    return bool(_TIDY.fullmatch(text) and _TIDY_END.search(text)) and text[:7].lower() != "mailto:"


def literal(text: str) -> str:
    """``text`` as an inline literal; empty for empty text.

    Runs of spaces are collapsed to one, as in browsers.  Text that is not possible in double backquotes (with backquotes, or
    spaces at the ends) is written with the role ``literal``, which gives the same node.
    """
    if not (text.isascii() and text.isprintable()) or "  " in text:
        text = re.sub(" {2,}", " ", clean(text))
    if not text:
        return ""
    if "`" not in text and not text[0].isspace() and not text[-1].isspace() and len(text) < LONGEST_LINE // 4:
        return f"``{text}``"
    content = text.replace("\\", "\\\\").replace("`", "\\`")
    before = "\\ " if text[0].isspace() else ""
    after = "\\ " if text[-1].isspace() else ""
    return f":literal:`{before}{content}{after}`"


def address(target: str) -> str:
    """The address of a link in a form that docutils and browsers accept; empty if ``target`` is not allowed or too long.

    Allowed are http, https, ftp, mailto and relative addresses.  The scheme is detected as in browsers, after
    removing control characters; white space and characters that are unsafe in RST or HTML are percent-encoded.
    """
    target = "".join(char for char in target if char >= " " and char != "\x7f").strip() if not target.isprintable() else target.strip()
    head = re.split("[/?#]", target, maxsplit=1)[0]
    scheme, colon, _ = head.partition(":")
    if colon and scheme.lower() not in _LINKED:
        return ""
    target = _UNSAFE.sub(_percent, _ODD.sub(_replace, target))
    if not colon:
        target = target.replace("@", "%40")  # otherwise docutils reads it as an e-mail address
    return target if len(target) <= LONGEST_ADDRESS else ""


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
