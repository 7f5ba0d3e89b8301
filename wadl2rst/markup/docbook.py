"""DocBook (4 and 5): a handler for each tag, according to *DocBook: The Definitive Guide*."""

from __future__ import annotations

from wadl2rst.markup import links, lists, media, tables
from wadl2rst.markup.common import (
    admonition,
    block_quote,
    code,
    container,
    definition_list,
    description,
    drop,
    emphasis,
    example,
    footnote,
    heading,
    inline,
    item,
    line_break,
    lines,
    paragraph,
    quotation,
    section,
    strong_text,
    subscript,
    superscript,
    take_title,
    term,
    title,
    title_of,
)
from wadl2rst.markup.converter import Converter, Handler
from wadl2rst.markup.flow import flatten, nest, split, strong
from wadl2rst.markup.inline import fold, tidy, wrap
from wadl2rst.markup.listings import listing, sample
from wadl2rst.markup.parts import SPACE, Description, Item, Part, Term, is_blank
from wadl2rst.prose import Admonition, Code, Hyperlink, Paragraph, Quote, Strong, Text
from wadl2rst.source.tree import XLINK_HREF, Element

_BOLD = ("bold", "strong")
_SIGNS = {"copyright": "\N{COPYRIGHT SIGN}", "registered": "\N{REGISTERED SIGN}", "service": "\N{SERVICE MARK}"}
_TAG_FORMS = {
    "starttag": "<{}>", "endtag": "</{}>", "emptytag": "<{}/>", "xmlpi": "<?{}?>", "sgmlcomment": "<!--{}-->", "comment": "<!--{}-->",
    "genentity": "&{};", "paramentity": "%{};", "numcharref": "&#{};", "attvalue": '"{}"',
}  # fmt: skip


def _emphasis(converter: Converter, element: Element, out: list[Part]) -> None:
    (strong_text if element.get("role").lower().startswith(_BOLD) else emphasis)(converter, element, out)


def _code(converter: Converter, element: Element, out: list[Part]) -> None:
    if "href" in element.attributes and not converter.text(element).strip():
        sample(converter, element, out)  # meant for the xsd-ext namespace
    else:
        code(converter, element, out)


def _tag(converter: Converter, element: Element, out: list[Part]) -> None:
    text = fold(converter.text(element))
    code_text = _TAG_FORMS.get(element.get("class"), "{}").format(text.strip(" "))
    wrap(lambda _children: [Code(code_text)], [Text(text)], out)


def _link(converter: Converter, element: Element, out: list[Part]) -> None:
    parts = converter.flow(element)
    attributes = element.attributes
    if "linkend" in attributes:
        _refer(converter, attributes["linkend"], parts, out)
    else:
        links.add(attributes.get("href") or attributes.get(XLINK_HREF) or attributes.get("url", ""), parts, out)


def _xref(converter: Converter, element: Element, out: list[Part]) -> None:
    parts = converter.flow(element)
    name = element.get("linkend") or element.get(XLINK_HREF).lstrip("#")
    _refer(converter, name, parts, out)


def _refer(converter: Converter, name: str, parts: list[Part], out: list[Part]) -> None:
    """Adds a reference to an id of the site.

    An id within the same text has no label, so such a reference becomes plain text: ``parts``, or the target's title if they are blank.
    """
    found = title_of(converter, name)
    if not found:
        links.refer(name, "", parts, out)
    elif all(is_blank(part) for part in parts):
        out.append(Text(found))
    else:
        out.extend(parts)


def _olink(converter: Converter, element: Element, out: list[Part]) -> None:
    parts = converter.flow(element)
    links.refer(element.get("targetptr") or element.get("targetdoc") or element.get("linkend"), "", parts, out)


def _email(converter: Converter, element: Element, out: list[Part]) -> None:
    links.add(f"mailto:{converter.text(element).strip()}", converter.flow(element), out)


def _uri(converter: Converter, element: Element, out: list[Part]) -> None:
    address = converter.text(element).strip()
    if address.lower().startswith(("http://", "https://")) and links.allowed(address):
        wrap(lambda _children: [Hyperlink(links.allowed(address), ())], [Text(fold(converter.text(element)))], out)
    else:
        code(converter, element, out)


def _trademark(converter: Converter, element: Element, out: list[Part]) -> None:
    out.extend(converter.flow(element))
    out.append(Text(_SIGNS.get(element.get("class"), "\N{TRADE MARK SIGN}")))


def _optional(converter: Converter, element: Element, out: list[Part]) -> None:
    out += [Text("["), *converter.flow(element), Text("]")]


def _joined(separator: str) -> Handler:
    """Returns a handler that puts a separator between the child elements: the keys of a key combination, the steps of a menu."""

    def handle(converter: Converter, element: Element, out: list[Part]) -> None:
        first = True
        for child in converter.content(element):
            if isinstance(child, str):
                if child.strip():
                    out.append(Text(fold(child)))
                continue
            if not first:
                out.append(Text(separator))
            converter.handle(child, out)
            first = False

    return handle


def _formal_paragraph(converter: Converter, element: Element, out: list[Part]) -> None:
    """A paragraph that begins with its title, in bold."""
    found, parts = take_title(converter, element)
    blocks = split(parts)
    if found:
        last = found[-1]
        if type(last) is not Text:
            found = (*found, Text("."))
        elif last.text[-1] not in ".:!?":
            found = (*found[:-1], Text(last.text + "."))
        if blocks and type(first := blocks[0]) is Paragraph:
            blocks[0] = Paragraph(tidy((Strong(found), SPACE, *first.children)))
        else:
            blocks.insert(0, strong(found))
    out.extend(blocks)


def _definition(converter: Converter, element: Element, out: list[Part]) -> None:
    """An entry of a definition list: its ``listitem`` is the description of its terms."""
    for part in converter.flow(element):
        out.append(Description(part.children) if type(part) is Item else part)


def _glossary_entry(converter: Converter, element: Element, out: list[Part]) -> None:
    for child in converter.content(element):
        if not isinstance(child, str) and child.name == "glossterm":
            term(converter, child, out)
        elif not isinstance(child, str) or child.strip():
            out.extend(converter.parts([child]))


def _question(converter: Converter, element: Element, out: list[Part]) -> None:
    blocks = split(converter.flow(element))
    if len(blocks) == 1:
        out.append(Term(flatten(blocks)))
    else:
        out.extend(blocks)


def _sidebar(converter: Converter, element: Element, out: list[Part]) -> None:
    found, parts = take_title(converter, element)
    blocks = nest(split(parts))
    if blocks and found:
        out.append(Admonition("note", blocks, found))
    elif blocks:
        out.append(Quote(blocks))
    elif found:
        out.append(strong(found))


def _attribution(converter: Converter, element: Element, out: list[Part]) -> None:
    inlines = converter.inlines(element)
    if inlines:
        out.append(Paragraph(tidy((Text("\N{EM DASH} "), *inlines))))


def _bridgehead(converter: Converter, element: Element, out: list[Part]) -> None:
    size = element.get("renderas")[4:]
    heading(int(size) if size in ("1", "2", "3", "4", "5") else 6)(converter, element, out)


def _literal_layout(converter: Converter, element: Element, out: list[Part]) -> None:
    (listing if element.get("class") == "monospaced" else lines)(converter, element, out)


def _each(names: str, handler: Handler) -> dict[str, Handler]:
    return dict.fromkeys(names.split(), handler)


HANDLERS: dict[str, Handler] = {
    # Inline.
    **_each(
        "literal command option parameter replaceable filename errorcode errorname errortype userinput computeroutput prompt varname"
        " returnvalue methodname property systemitem envar constant type classname interfacename exceptionname enumname function"
        " package symbol token structname structfield keycap keycode keysym markup database buildtarget initializer modifier"
        " methodparam funcdef paramdef funcparams medialabel",
        code,
    ),
    **_each(
        "phrase acronym abbrev application productname productnumber hardware interface errortext action date person personname"
        " firstname surname othername honorific lineage orgname corpauthor author editor wordasword street city state country postcode"
        " phone fax pob otheraddr accel mathphrase jobtitle affiliation volumenum pubdate"
        " edition releaseinfo arg group anchor footnoteref co coref beginpage colspec spanspec ooclass oointerface ooexception",
        inline,
    ),
    "code": _code,
    "tag": _tag,
    "sgmltag": _tag,
    "uri": _uri,
    "email": _email,
    "emphasis": _emphasis,
    **_each("glossterm firstterm citetitle foreignphrase citation lineannotation", emphasis),
    **_each("guilabel guimenu guisubmenu guimenuitem guibutton guiicon shortcut", strong_text),
    "menuchoice": _joined(" > "),
    "keycombo": _joined("+"),
    "optional": _optional,
    "quote": quotation,
    "subscript": subscript,
    "superscript": superscript,
    "trademark": _trademark,
    "link": _link,
    "ulink": _link,
    "xref": _xref,
    "olink": _olink,
    "footnote": footnote,
    "inlinemediaobject": media.inline_media,
    "inlinegraphic": media.image,
    "sbr": line_break,
    **_each("remark indexterm", drop),
    # Blocks.
    **_each("para simpara", paragraph),
    "formalpara": _formal_paragraph,
    **_each("title subtitle titleabbrev", title),
    "bridgehead": _bridgehead,
    **_each(
        "section sect1 sect2 sect3 sect4 sect5 simplesect refsection refsect1 refsect2 refsect3 refsynopsisdiv chapter article appendix"
        " preface part book topic partintro abstract",
        section,
    ),
    **_each("info blockinfo sectioninfo objectinfo informalexample informalfigure imageobject textobject", container),
    **_each("caption programlistingco screenco legalnotice revhistory screenshot graphicco areaset", container),
    **{kind: admonition(kind) for kind in ("note", "tip", "hint", "important", "warning", "caution", "danger")},
    "itemizedlist": lists.bullets,
    "calloutlist": lists.bullets,
    "stepalternatives": lists.bullets,
    "orderedlist": lists.numbers,
    "procedure": lists.numbers,
    "substeps": lists.substeps,
    "simplelist": lists.simple,
    **_each("listitem member callout", item),
    "step": item,
    **_each("variablelist glosslist glossary qandaset qandadiv", definition_list),
    **_each("varlistentry qandaentry", _definition),
    "glossentry": _glossary_entry,
    "term": term,
    "glossdef": description,
    "question": _question,
    "answer": description,
    **_each("programlisting screen synopsis classsynopsis funcsynopsis cmdsynopsis funcsynopsisinfo", listing),
    "literallayout": _literal_layout,
    "address": lines,
    "blockquote": block_quote,
    "epigraph": block_quote,
    "attribution": _attribution,
    "sidebar": _sidebar,
    **_each("table informaltable", tables.table),
    **_each("thead tbody tfoot tgroup row entry", container),
    **_each("example figure", example),
    "mediaobject": media.media,
    "graphic": media.image,
    "imagedata": media.image,
}
"""The handlers by tag."""
