"""A WADL with all that is hard to lay out: long words, deep parameters, wide tables, long code, and 40 parameters."""

from __future__ import annotations

LONG = "a_name_of_a_parameter_that_is_much_longer_than_a_telephone_is_wide"
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
DEPTH = 6

_PARAM = '<param name="{name}" style="{style}" type="xsd:string" required="{required}"{path}><doc>{text}</doc></param>'


def _param(name: str, *, style: str = "plain", required: bool = False, path: str = "", text: str = "What it is.") -> str:
    written = f' path="{path}"' if path else ""
    return _PARAM.format(name=name, style=style, required=str(required).lower(), path=written, text=text)


def _deep() -> str:
    names = [f"level{number}" for number in range(1, DEPTH + 1)]
    return "".join(
        _param(name, path="$." + ".".join(names[: number + 1]), text=f"This is on level {number + 1}.") for number, name in enumerate(names)
    )


def _many() -> str:
    outer = "".join(
        _param(f"part{number}", path=f"$.part{number}", required=number < 4, text=f"Part {number} of the order, with what belongs to it.")
        for number in range(10)
    )
    inner = "".join(
        _param(f"field{field}", path=f"$.part{number}.field{field}", text=f"Field {field} of part {number}: up to 255 characters.")
        for number in range(10)
        for field in range(3)
    )
    return outer + inner


def _sample(member: str) -> str:
    fields = ", ".join(f'"{member}{number}": "{"x" * 8}"' for number in range(30))
    lines = "\n".join(f'  "line{number}": {number},' for number in range(80))
    return f"""<doc><xsdxt:code language="json"><![CDATA[{{
{lines}
  "{member}": {{{fields}}}
}}]]></xsdxt:code></doc>"""


WORKSHOP = f"""<?xml version="1.0"?>
<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
             xmlns:html="http://www.w3.org/1999/xhtml" xmlns:xsdxt="http://docs.rackspacecloud.com/xsd-ext/v1.0">
  <doc title="Workshop">All that is hard to lay out.</doc>
  <resources base="https://workshop.example.com/a/base/address/that/is/long/enough/to/break/v1">
    <resource path="workshops/{{workshop_id}}/benches/{{bench_id}}/tools/{{tool_id}}/{LONG}">
      <param name="workshop_id" style="template" type="xsd:string" required="true"><doc>The workshop.</doc></param>
      <method id="everythingWide" name="PATCH">
        <doc title="Everything {WORD}">
          <html:p>A long word: {WORD}. A long name: <html:code>{LONG}.{LONG}</html:code>.</html:p>
          <html:pre>{"a line of code that is long " * 8}</html:pre>
          <html:table><html:tr>{"".join(f"<html:th>{LONG}{number}</html:th>" for number in range(4))}</html:tr>
          <html:tr>{"<html:td>A cell</html:td>" * 4}</html:tr></html:table>
        </doc>
        <request>
          {_param(LONG, style="query", required=True, text=WORD)}
          {_param("limit", style="query", text="How many.")}
          <representation mediaType="application/json">
            {_sample("first")}
            {_deep()}
          </representation>
        </request>
        <response status="200"><representation mediaType="application/json">
          {_param(LONG, path="$." + LONG)}
          {_deep()}
          {_sample("answer")}
        </representation></response>
        <response status="301"/>
        <response status="404"><doc>There is no such tool: {WORD}.</doc></response>
        <response status="409"/>
      </method>
    </resource>
    <resource path="orders">
      <method id="placeOrder" name="POST">
        <doc title="Place order">Forty parameters.</doc>
        <request><representation mediaType="application/json">{_many()}</representation></request>
        <response status="201"/>
      </method>
    </resource>
  </resources>
</application>
"""
"""The WADL."""
