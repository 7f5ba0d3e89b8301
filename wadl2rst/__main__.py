"""``python -m wadl2rst`` is the same as ``wadl2rst``."""

from wadl2rst.cli import main

if __name__ == "__main__":
    main(prog_name="wadl2rst")
