"""The grammars behind a WADL: XML Schema and JSON Schema -> components -> rows and examples.

``read`` reads the schemas of a WADL into the components of ``wadl.components``, with ``xsd_set`` and ``json_schema``; ``references``
finds what the WADL means by the name of an element or type; ``rows`` and ``examples`` open a body into the rows of a table, and into
an example; ``lint`` and ``validation`` check the WADL and its samples against the schemas.
"""
