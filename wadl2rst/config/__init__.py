"""The settings of a run: the single table of options, their value types, and the configuration file."""
