"""Writes page values as Markdown, for programs that read the documentation: CommonMark, with the tables of GitHub Flavored Markdown.

:mod:`~wadl2rst.markdown.pages` writes pages, :mod:`~wadl2rst.markdown.llms` the file ``llms.txt`` that lists them, and
:class:`~wadl2rst.markdown.writer.MarkdownWriter` documentation text.
"""
