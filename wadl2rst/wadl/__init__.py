"""WADL: the model, how it is read from a tree, and what follows from it (references, operations, lint)."""
