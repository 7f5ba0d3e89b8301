"""WADL: the model, its parser, and what is derived from it (references, operations, filters, lint)."""
