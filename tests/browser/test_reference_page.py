"""Reference pages as browsers show them: on telephones and wide screens, light and dark, printed, without JavaScript, with the keyboard."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.browser.workshop import DEPTH, LONG, WORD

CREATE = "images/post-images"
WIDE = "workshop/patch-workshops-workshop-id-benches-bench-id-tools-tool-id-a-name-of-a-parameter-that-is-much-longer"
SINGLE = "constructs/index"
"""All operations of a WADL on one page."""
PAGES = (CREATE, WIDE, SINGLE, "images/index", "harbour/types", "index")

# The text that is outside the window, and that nothing scrolls into it.
OUTSIDE = """() => {
  const scrolls = (box) => box !== document.body && box !== document.documentElement && /auto|scroll/.test(getComputedStyle(box).overflowX);
  const width = document.documentElement.clientWidth;
  const texts = document.createTreeWalker(document.querySelector('[role="main"]'), NodeFilter.SHOW_TEXT);
  const found = [];
  for (let text; (text = texts.nextNode()); ) {
    const parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    if ([...range.getClientRects()].every((box) => box.width < 3 || (box.left >= -1 && box.right <= width + 1))) continue;
    let box = parent;
    while (box && !scrolls(box)) box = box.parentElement;
    if (!box && !parent.matches(".visually-hidden")) found.push(text.data.trim().slice(0, 80));
  }
  return found;
}"""

# The lowest contrast of text with what is behind it, among the elements of a selector.
CONTRAST = """(selector) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (colour) => {
    const linear = (part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    const [red, green, blue] = colour.map((part) => linear(part / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  let lowest = 22;
  for (const element of document.querySelectorAll(selector)) {
    const behind = [];
    for (let box = element; box; box = box.parentElement) behind.unshift(getComputedStyle(box).backgroundColor);
    const back = light(paint(["white", ...behind]));
    const text = light(paint(["white", ...behind, getComputedStyle(element).color]));
    lowest = Math.min(lowest, (Math.max(back, text) + 0.05) / (Math.min(back, text) + 0.05));
  }
  return lowest;
}"""


def box(page: Any, selector: str) -> dict[str, float]:
    """Where the first element of a selector is in the window."""
    found = page.locator(selector).first.bounding_box()
    assert found is not None, f"{selector} is not shown"
    return dict(found)


@pytest.mark.parametrize("width", [390, 768, 1280, 1440, 1600])
def test_nothing_is_wider_than_the_window(open_page: Open, width: int) -> None:
    """No page scrolls sideways, and no text is cut off: long words break, and code and tables scroll in their own box."""
    page = open_page("index", width)
    for name in PAGES:
        page.goto(_beside(page, name))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate(OUTSIDE) == [], name


def test_phones_show_parameters_in_one_column(open_page: Open) -> None:
    """On a phone the text of a parameter stands below its name and is nearly as wide as the window; samples follow the parameters."""
    page = open_page(WIDE, 390)
    name, text = box(page, ".wadl-params > dt"), box(page, ".wadl-params > dd > p")
    assert text["y"] >= name["y"] + name["height"]
    assert text["width"] > 300
    samples = box(page, ".wadl-samples")
    request = box(page, ".wadl-request")
    assert samples["y"] >= request["y"] + request["height"]
    assert page.locator("dt", has_text=LONG).first.bounding_box()["width"] <= 390


@pytest.mark.parametrize("name", [CREATE, WIDE])
@pytest.mark.parametrize("width", [1440, 1600])
def test_wide_windows_show_a_sample_beside_the_description(open_page: Open, name: str, width: int) -> None:
    """In a wide window the first sample is in sight beside the description."""
    page = open_page(name, width)
    sample, text = box(page, ".wadl-samples pre:visible"), box(page, ".wadl-text > p")
    assert sample["y"] + 100 < 900
    assert sample["x"] > text["x"] + text["width"]
    assert sample["x"] + sample["width"] <= width


def test_samples_stay_in_sight_beside_what_they_belong_to(open_page: Open) -> None:
    """In a wide window the samples of the request stay while its parameters are read, and are not over those of the responses."""
    page = open_page(WIDE, 1440)
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    page.evaluate("scrollTo(0, document.querySelector('.wadl-columns').getBoundingClientRect().top + 150)")
    assert box(page, ".wadl-columns")["y"] == pytest.approx(-150, abs=2)
    samples = box(page, ".wadl-samples")
    assert 0 <= samples["y"] < 100
    assert samples["height"] <= 900
    page.locator(".wadl-responses").first.evaluate("element => element.scrollIntoView()")
    samples, responses = box(page, ".wadl-samples"), box(page, ".wadl-responses")
    assert samples["y"] + samples["height"] <= responses["y"] + 1


def test_headings_can_be_reached_by_links(open_page: Open) -> None:
    """The anchors of the parts of an operation scroll to them in a wide window."""
    page = open_page(WIDE, 1440)
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    for part in ("request", "responses"):
        page.goto(page.url.partition("#")[0] + f"#{part}")
        assert abs(box(page, f"#{part}")["y"]) < 100, part


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_badges_can_be_read(open_page: Open, scheme: str) -> None:
    """Badges have a contrast of 4.5 to 1 in the request line, in the sidebar and on the index; so have the other texts with a colour."""
    page = open_page(SINGLE, color_scheme=scheme)
    verbs = page.evaluate("[...document.querySelectorAll('.wadl-verb')].map(element => element.textContent)")
    assert {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"} <= set(verbs)
    others = ".wadl-verb *, .wadl-type, .wadl-required, .wadl-optional, .wadl-path-param, .sig-prename, .wadl-status, .wadl-fold > summary"
    for name in (SINGLE, CREATE, WIDE, "images/index"):
        page.goto(_beside(page, name))
        assert page.evaluate(CONTRAST, f".wadl-verb, {others}") >= 4.5, name
    assert (page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)") == (scheme == "dark")


def test_success_and_failure_differ_in_more_than_colour(open_page: Open) -> None:
    """A sign precedes each status; it is different for successes, redirects and errors."""
    page = open_page(WIDE)
    signs = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".wadl-response, .wadl-status")].map((element) => [
          /wadl-(success|redirect|error|default)/.exec(element.className)[1],
          getComputedStyle(element.matches("section") ? element.firstElementChild.matches("span:empty") ? element.children[1]
            : element.firstElementChild : element, "::before").content]))"""
    )
    assert set(signs) == {"success", "redirect", "error"}
    assert len(set(signs.values())) == 3
    assert "none" not in signs.values()


def test_each_parameter_has_a_permalink(open_page: Open) -> None:
    """Each parameter has a link to itself, to an id of its own, that the pointer and the keyboard bring into sight."""
    page = open_page(WIDE)
    for folded in page.locator("details.wadl-fold").all():
        folded.evaluate("element => element.open = true")
    links = page.evaluate(
        """[...document.querySelectorAll(".wadl-params dt")]
          .map((term) => [term.id, term.querySelector("a.headerlink")?.getAttribute("href")])"""
    )
    assert len(links) == 3 + 2 + 1 + 2 * DEPTH
    assert all(href == f"#{name}" for name, href in links)
    assert set(Counter(name for name, _href in links).values()) == {1}
    term = page.locator(".wadl-params dt").last
    link = term.locator("a.headerlink")
    assert _opacity(link) == 0
    term.hover()
    assert _opacity(link) == 1
    page.mouse.move(0, 0)
    assert _opacity(link) == 0
    page.keyboard.press("Tab")  # the keyboard is in use
    link.focus()
    assert _opacity(link) == 1


def test_keys_reach_all_and_are_seen_to(open_page: Open) -> None:
    """The keyboard reaches the permalinks, the folded lists and what scrolls in the order of the page, each with a visible outline."""
    page = open_page(WIDE, 1440)
    page.locator(".wadl-operation h1 a.headerlink").focus()
    reached = []
    for _press in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const element = document.activeElement, style = getComputedStyle(element);
              return element.closest(".wadl-operation") && [element.tagName, element.className,
                style.outlineStyle, parseFloat(style.outlineWidth), [...document.querySelectorAll("*")].indexOf(element)]; }"""
        )
        if found is None:
            break
        reached.append(found)
    assert {"A", "SUMMARY", "PRE", "DIV"} <= {tag for tag, *_rest in reached}
    assert [position for *_rest, position in reached] == sorted(position for *_rest, position in reached)
    assert [(tag, name) for tag, name, style, width, _position in reached if style == "none" or not width] == []


def test_print_shows_all(open_page: Open, tmp_path: Path) -> None:
    """On paper there is one column with all samples in full length, folded parameters, and no permalinks."""
    pypdf = pytest.importorskip("pypdf")
    page = open_page(WIDE, 1440)
    text = "".join(part.extract_text() for part in pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages)
    squeezed = "".join(text.split())
    for member in ("first", "answer"):
        assert f'"{member}29":' in squeezed  # the end of a very long line
    assert squeezed.count('"line79":79') == 6  # in four requests that are made, in the sample of the request and in that of the response
    assert squeezed.count(f"Thisisonlevel{DEPTH}.") == 2
    assert WORD in squeezed
    assert "¶" not in text


def test_print_clips_nothing(open_page: Open) -> None:
    """On paper no box scrolls, and samples follow the text that they belong to."""
    page = open_page(WIDE, 1440)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 900})
    clipped = page.evaluate(
        """[...document.querySelectorAll(".wadl-operation :is(pre, .wadl-samples, .wadl-scroll)")]
          .filter((box) => box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1)
          .map((box) => box.tagName + box.className)"""
    )
    assert clipped == []
    samples, text = box(page, ".wadl-samples"), box(page, ".wadl-text")
    assert samples["y"] >= text["y"] + text["height"]


@pytest.mark.parametrize("width", [390, 1440])
def test_all_works_without_javascript(open_page: Open, width: int) -> None:
    """Without JavaScript all is there and in its place, and folded parameters open."""
    page = open_page(WIDE, width, java_script_enabled=False)
    assert page.locator(".wadl-samples pre:visible").count()
    folded = page.locator(".wadl-request details.wadl-fold").first
    inner = folded.locator("dt").first
    assert not inner.is_visible()
    folded.locator("summary").first.click()
    assert inner.is_visible()
    samples, text = box(page, ".wadl-samples"), box(page, ".wadl-text")
    assert (samples["x"] > text["x"] + text["width"]) == (width == 1440)


def test_motion_is_reduced_for_those_who_ask(open_page: Open) -> None:
    """Pages jump instead of scrolling smoothly if the browser asks for less motion."""
    page = open_page(CREATE, reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_tabs_show_one_sample_on_screens(open_page: Open) -> None:
    """A tab of a sample hides the others, until it is chosen."""
    page = open_page(CREATE)
    tabs = page.locator(".wadl-samples .sd-tab-set").first
    shown = [content.is_visible() for content in tabs.locator(".sd-tab-content").all()]
    assert shown.count(True) == 1
    chosen = shown.index(False)
    tabs.locator("label").nth(chosen).click()
    assert [content.is_visible() for content in tabs.locator(".sd-tab-content").all()] == [tab == chosen for tab in range(len(shown))]


def test_the_filter_is_there_with_javascript_only(open_page: Open) -> None:
    """The index has a box that filters the operations if the browser runs JavaScript; without it, all operations and no box."""
    page = open_page("images/index")
    page.locator("#wadl-filter").fill("metadata")
    shown = page.locator(".wadl-method:visible")
    assert 0 < shown.count() < page.locator(".wadl-method").count()
    page = open_page("images/index", java_script_enabled=False)
    assert page.locator(".wadl-filter").count() == 0
    assert page.locator(".wadl-method:visible").count() == page.locator(".wadl-method").count() > 0


def _beside(page: Any, name: str) -> str:
    """The address of another page of the site of a page."""
    root = page.evaluate("new URL(document.documentElement.dataset.content_root, location).href")
    return f"{root}{name}.html"


def _opacity(link: Any) -> float:
    return float(link.evaluate("element => getComputedStyle(element).visibility === 'hidden' ? 0 : getComputedStyle(element).opacity"))
