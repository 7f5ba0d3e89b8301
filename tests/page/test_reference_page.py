"""The reference page has all that the classic page has of a WADL: it is the same content in another form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wadl2rst
from tests.rst_reading import read
from tests.small_wadls import Pages, post
from wadl2rst.page.statuses import REASON_PHRASES

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = sorted(
    str(file.relative_to(ROOT / "samples"))
    for file in (ROOT / "samples").rglob("*.wadl")
    if not {"broken", "producers"} & set(file.relative_to(ROOT / "samples").parts)
)

_WORD = re.compile(r"\w+")
# The directives of the domain and their options, which repeat what the page shows elsewhere.
_DIRECTIVE = re.compile(r"^ *\.\. wadl:(?!params|methods?\b).*(?:\n +:[a-z-]+:.*)*|^ +:[a-z-]+:(?!`).*$|\.\. [a-z-]+::", re.MULTILINE)

# The section of the index about authentication has the text of the headers that most operations need for it.
_AUTHENTICATION = re.compile(r"authentication--section`?:\n(.*?)(?=\n\.\. _|\Z)", re.DOTALL)


def _words(rst: str) -> set[str]:
    """The words that a page in reStructuredText shows."""
    return set(_WORD.findall(re.sub(r"\\(.)", r"\1", _DIRECTIVE.sub("", rst).replace("\\ ", ""))))


def _own_words() -> set[str]:
    """The words of the product's own sentences and of the names of statuses."""
    catalogue = (ROOT / "wadl2rst" / "locale" / "wadl2rst.pot").read_text(encoding="utf-8")
    return {word for text in (catalogue, *REASON_PHRASES.values()) for word in _WORD.findall(text)}


def _lost(file: Path, root: Path, **settings: object) -> list[tuple[str, str]]:
    """The words that the classic pages of a WADL show and the reference pages do not, with their pages."""
    shown = {}
    for style in ("classic", "sphinx"):
        config = wadl2rst.Config(root=root, style=style, request_samples=("none",), **settings)  # type: ignore[arg-type]
        pages = {page.path: page.text for page in wadl2rst.render(wadl2rst.load(file, config), config)}
        shown[style] = {path: _words(text) for path, text in pages.items()}
    assert shown["classic"].keys() == shown["sphinx"].keys()
    own = _own_words().union(*(_words(text) for page in pages.values() for text in _AUTHENTICATION.findall(page)))
    lost = []
    for path, words in shown["classic"].items():
        # Classic pages capitalise the names of types (``java.io.IOException`` becomes ``Java.io.ioexception``), reference pages do not.
        reference = shown["sphinx"][path]
        here = reference.union(*({word.capitalize(), word.lower()} for word in reference))
        lost += [(path, word) for word in sorted(words - here - own)]
    return lost


@pytest.mark.parametrize("split", ["method", "single"])
@pytest.mark.parametrize("name", SAMPLES)
def test_no_word_of_the_classic_page_is_lost(samples: Path, name: str, split: str) -> None:
    """Each word of a WADL that a classic page shows is on the reference page, too."""
    assert _lost(samples / name, samples, split=split) == []


@pytest.mark.corpus
def test_no_word_of_the_classic_pages_of_the_corpus_is_lost(corpus: Path, corpus_wadls: list[Path]) -> None:
    """Each word of real WADLs that a classic page shows is on the reference page, too."""
    missing: list[tuple[str, str, str]] = []
    read = 0
    for file in corpus_wadls:
        try:
            missing += [(file.name, *lost) for lost in _lost(file, corpus)]
        except wadl2rst.Error:
            continue  # no WADL can be read from it
        read += 1
    assert read > 0
    assert missing == []


@pytest.mark.parametrize("default", ["a : b", "x :  : y", "`x` : y", ": x"])
def test_a_default_with_a_colon_between_blanks(pages: Pages, default: str) -> None:
    """A default with a colon between blanks is shown as it is, as one classifier."""
    param = f'<param name="q" style="query" type="xsd:string" required="true" default="{default}"/>'
    text = pages(post(param), style="sphinx", request_samples=("none",))["post-a"]
    line = next(line for line in text.splitlines() if line.startswith("   ``q``"))
    listed = read([line.strip(), "   Text."]).children[0]
    item = listed.children[0]
    assert [child.astext() for child in item.children[1:-1]] == ["string", "required", f"default: {' '.join(default.split())}"]
