"""The settings of a run: every option once, what types they have, and the file that they can stand in."""
