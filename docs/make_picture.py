"""Makes the picture of the README: the method of a WADL beside the page that it becomes, light and dark.

    python docs/make_picture.py

needs ``wadl2rst[site]`` and a Chromium: the command ``chromium``, or what the variable CHROMIUM names.  It writes
``docs/images/page-light.png`` and ``page-dark.png``, which are committed; look at them before.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import XmlLexer

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples/image-service/image-service.wadl"
METHOD, PAGE = "setMetadataItem", "put-images-image-id-metadata-key.html"
WIDTH, HEIGHT, SCALE = 900, 650, 1.5
"""The size in CSS pixels, about that of a README on GitHub, so that the text is as large there as it is here."""
SOURCE, PAGE_COLUMN, SHOT = 445, 381, 500
"""Widths of the two columns, and of the window in which the page is taken."""
LINE = 63
"""Characters of a line of the WADL."""
THEMES = {
    "light": {"style": "friendly", "back": "#eef1f5", "card": "#ffffff", "text": "#1f2937", "soft": "#6b7280", "line": "#d5dae1"},
    "dark": {"style": "github-dark", "back": "#0b0e13", "card": "#131416", "text": "#e5e7eb", "soft": "#9ca3af", "line": "#2b3138"},
}

PICTURE = """<!doctype html><meta charset="utf-8"><style>
{pygments}
* {{ box-sizing: border-box; margin: 0 }}
body {{ width: {width}px; height: {height}px; padding: 16px; background: {back}; color: {text}; font: 14px "DejaVu Sans", sans-serif;
        display: grid; grid-template-columns: {source_column}px 26px {page_column}px; column-gap: 8px; overflow: hidden }}
figure {{ height: {inner}px; background: {card}; border: 1px solid {line}; border-radius: 10px; overflow: hidden; position: relative }}
figcaption {{ height: 32px; line-height: 31px; padding: 0 14px; border-bottom: 1px solid {line}; color: {soft}; font-size: 12.5px }}
pre {{ font: 11px/1.62 "DejaVu Sans Mono", monospace; padding: 10px 8px 10px 14px; white-space: pre; background: none }}
.highlight {{ background: {card} !important }}
.arrow {{ align-self: center; text-align: center; font-size: 24px; color: {soft} }}
figure::after {{ content: ""; position: absolute; inset: auto 0 0 0; height: 50px;
  background: linear-gradient(transparent, {card}) }}
img {{ display: block; width: {page_column}px }}
</style>
<figure><figcaption>image-service.wadl</figcaption>{source}</figure>
<div class="arrow">&rarr;</div>
<figure><figcaption>{page}</figcaption><img src="{shot}"></figure>
"""


def chromium(page: Path, picture: Path, width: int, height: int, scale: float = 1.0) -> None:
    """Takes a picture of a page in a file."""
    command = [os.environ.get("CHROMIUM", "chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    command += ["--hide-scrollbars", f"--force-device-scale-factor={scale}", f"--window-size={width},{height}"]
    subprocess.run([*command, f"--screenshot={picture}", page.as_uri()], check=True, capture_output=True, timeout=120)


def method_source() -> str:
    """The method in the WADL, set back to the left."""
    text = SAMPLE.read_text(encoding="utf-8")
    found = re.search(rf'^  <method id="{METHOD}".*?^  </method>$', text, re.MULTILINE | re.DOTALL)
    assert found, f"{SAMPLE} has no method {METHOD}"
    return "\n".join(part for line in found[0].splitlines() for part in broken(line.removeprefix("  ")))


def broken(line: str) -> list[str]:
    """A line in lines that fit, the values of attributes in one piece."""
    indent = " " * (len(line) - len(line.lstrip()))
    kept = re.sub(r'"[^"<>]*"', lambda value: value[0].replace(" ", "\0"), line.strip())
    parts = textwrap.wrap(
        kept, LINE, initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False
    )
    return [part.replace("\0", " ") for part in parts]


def site_page(folder: Path, theme: str) -> Path:
    """The page of the operation, from a site without the theme's side bars."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "wadl2rst", str(SAMPLE), "-o", str(folder / "pages"), "--html", str(folder / "site"), "-q"]
    subprocess.run(command, check=True, env=environment)
    page = folder / "site" / PAGE
    text = page.read_text(encoding="utf-8")
    own = (
        "<style>.sidebar-drawer,.toc-drawer,.mobile-header,.content-icon-container,.bottom-of-page,.related-pages,.back-to-top,"
        ".article-container>.view-this-page,.headerlink{display:none!important}"
        ".main{justify-content:flex-start}.content{padding:0 1.6em;width:100%}.page{max-width:none}</style>"
        f"<script>localStorage.setItem('theme','{theme}')</script>"
    )
    shown = text.replace("</head>", f"{own}</head>").replace("<body>", f'<body data-theme="{theme}">')
    (folder / "site" / f"shown-{theme}.html").write_text(shown, encoding="utf-8")
    return folder / "site" / f"shown-{theme}.html"


def main() -> None:
    """Makes both pictures."""
    images = ROOT / "docs/images"
    images.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for theme, colors in THEMES.items():
            shot = folder / f"{theme}.png"
            chromium(site_page(folder, theme), shot, SHOT, (HEIGHT - 66) * SHOT // PAGE_COLUMN, SCALE)
            formatter = HtmlFormatter(style=colors["style"])
            text = PICTURE.format(
                pygments=formatter.get_style_defs(".highlight"),
                source=highlight(method_source(), XmlLexer(), formatter),
                shot=shot.as_uri(),
                page=PAGE,
                width=WIDTH,
                height=HEIGHT,
                inner=HEIGHT - 32,
                source_column=SOURCE,
                page_column=PAGE_COLUMN,
                **{key: value for key, value in colors.items() if key != "style"},
            )
            whole = folder / f"picture-{theme}.html"
            whole.write_text(text, encoding="utf-8")
            chromium(whole, images / f"page-{theme}.png", WIDTH, HEIGHT, SCALE)


if __name__ == "__main__":
    main()
