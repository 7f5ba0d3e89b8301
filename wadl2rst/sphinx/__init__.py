"""The Sphinx extension: directives, domain, and pages generated before the build.  ``extensions = ["wadl2rst.sphinx"]``.

It uses these undocumented interfaces of Sphinx and docutils (modules in parentheses).  ``tests/sphinx/test_interfaces.py``
checks each and names those that are missing.  Tested with Sphinx 8.1.3, 8.2.3, 9.0.4, 9.1.0 and 9.2.0, docutils 0.21.2, 0.22.4 and 0.23:

* ``BuildEnvironment.ref_context`` (objects, labels, domain): the context of the page being read, in which domains store their state.
* ``BuildEnvironment.intersphinx_inventory`` (intersphinx): the objects of other projects with their display names.
* ``BuildEnvironment.tocs`` and ``BuildEnvironment.titles`` (navigation): the sections and toctrees of each page, and its title.
* ``CheckExternalLinksBuilder.process_result`` and ``Project.doc2path`` (link_places): report a link, and add an extension to the
  name of a page that does not exist.
* ``Config.__setitem__`` (values): resets an invalid value to its default.
* ``Config.setup`` (set_aside): whether conf.py is an extension itself.
* ``EventManager.listeners`` (front_end): whether an event has handlers; emitting it computes a ``repr`` of its arguments.
* ``HTMLTranslator.starttag`` and ``HTMLTranslator.encode`` (params_html): write parameters in HTML without nodes.
* ``HTMLTranslator.visit_literal_block`` (samples_html): writes the code of a sample.
* ``PygmentsBridge.formatter`` and ``StandaloneHTMLBuilder.highlighter`` (code_html): the formatter of code, made once per build.
* ``SphinxComponentRegistry.get_post_transforms`` (samples_html): those of sphinx-design, which make tabs.
* ``search.languages`` (search_text): where the words of a language end.
* ``Sphinx.extensions`` (setup, generate, set_aside): whether an extension for tabs, or one that is not known, is loaded.
* ``StandardDomain.labels`` and ``StandardDomain.anonlabels`` (labels, markdown, navigation, translation): labels that several pages may
  have come and go.
* ``SphinxDomains.default_priority`` (labels): the labels of a page must be recorded right before Sphinx collects them.
* ``document.nametypes``, ``document.nameids`` and ``document.ids`` (labels, directives, objects, set_aside,
  translation): the names and ids of a page.
* ``ObjectDescription.run`` (objects): calls ``set_source_info`` once for each signature, in order.
* ``ObjectDescription._object_hierarchy_parts`` and ``ObjectDescription._toc_entry_name`` (objects): entries in the table of contents.
* ``TypedField`` and ``GroupedField`` (objects): the fields of a hand-written operation.
* ``StringList.items`` (directives): the location of each parsed line, which is in the WADL.
* ``states.state_classes`` and ``RSTState.nested_sm_kwargs`` (grid_tables): the states that read a page and what is nested in it.
* ``RSTState.nested_sm`` and ``StateMachine.states`` (grid_tables): the machine that reads what is nested, and its states, made when needed.
* ``Body.isolate_grid_table`` and ``GridTableParser.parse`` (grid_tables): read and split a table.
* ``Body.run_directive`` and ``Body.explicit_list`` (grid_tables): read a directive, and the explicit markup that follows it.
* ``State.add_initial_transitions`` (grid_tables): gives a state its transitions, here when they are needed.
* ``RSTStateMachine.memo`` (grid_tables): what the parser shares with nested ones, made here on pages that are not RST.
* ``Locale.apply`` (translated): translates a page, with the parser for the suffix of its file.
* ``Node.source`` (directives): is the same object that the lines have as source, which identifies text of the page.
* ``Element.attributes["translatable"]`` (page_text, request_samples): excludes text of the page from message catalogues.
"""

from wadl2rst.sphinx.setup import setup

__all__ = ["setup"]
