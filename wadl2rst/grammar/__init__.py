"""The grammars behind a WADL: XML Schema and JSON Schema -> components -> rows and examples.

The modules ``xsd_*`` and ``json_schema`` read schemas into the components of ``model``, and ``read`` gives what a WADL needs of
them; ``references`` finds what a WADL means by the name of an element or type; ``rows`` and ``examples`` open a body into the rows
of a table, and into an example.
"""
