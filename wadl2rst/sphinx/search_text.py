"""The text that Sphinx finds in the nodes of a page for its search index.

Sphinx visits a node for each text, and looks at each word as often as it occurs.  The index knows no order of words, and not how often
they occur, so one node with each word once gives the same index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx.config import Config
from sphinx.search import languages

_CONTEXTUAL = ("ja", "zh")
"""The languages whose words are not found between blanks, but by what is around them."""


def index_texts(config: Config, texts: Iterable[str]) -> Iterator[nodes.Text]:
    """Nodes that give the same words as the ``texts``; one, if the language of the index divides text at blanks."""
    language = config.html_search_language or config.language
    if _divides_at_blanks(language):
        words = dict.fromkeys(" ".join(texts).split())
        texts = (" ".join(words),) if words else ()
    return map(nodes.Text, texts)


def _divides_at_blanks(language: str) -> bool:
    """Whether Sphinx looks for words in a language as it does in English: a project may have a way of its own."""
    code = language if language in languages else language.partition("_")[0]
    searched = languages.get(code, "sphinx.search")
    module = searched if isinstance(searched, str) else searched.__module__
    return code not in _CONTEXTUAL and module.startswith("sphinx.search")
