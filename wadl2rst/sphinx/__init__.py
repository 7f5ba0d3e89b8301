"""The Sphinx extension: directive, domain, and pages generated before the build.  ``extensions = ["wadl2rst.sphinx"]``.

What it uses of Sphinx and docutils that their documentation does not promise, and where.  ``tests/sphinx/test_interfaces.py``
tries each, and names the one that is gone.  Tried with Sphinx 8.1.3, 8.2.3, 9.0.4, 9.1.0 and 9.2.0, docutils 0.21.2, 0.22.4 and 0.23:

* ``BuildEnvironment.ref_context`` (objects, labels, domain): what holds for the page that is being read; domains keep theirs there.
* ``BuildEnvironment.intersphinx_inventory`` (intersphinx): the objects of other projects, and what each is shown as.
* ``Config.__setitem__`` (values): gives a value that cannot be used its default.
* ``EventManager.listeners`` (front_end): whether an event has handlers; to emit it makes a ``repr`` of its arguments.
* ``Sphinx.extensions`` (setup, generate): whether an extension is loaded that shows tabs.
* ``StandardDomain.labels`` and ``StandardDomain.anonlabels`` (labels): they take labels that no page may give twice, and lose them again.
* ``SphinxDomains.default_priority`` (labels): the labels of a page have to be noted right before Sphinx takes them.
* ``document.nametypes``, ``document.nameids`` and ``document.ids`` (labels, directives, objects): the names and ids of a page.
* ``ObjectDescription.run`` (objects): calls ``set_source_info`` once for each signature, in their order.
* ``ObjectDescription._object_hierarchy_parts`` and ``ObjectDescription._toc_entry_name`` (objects): entries in the table of contents.
* ``TypedField`` and ``GroupedField`` (objects): the fields of an operation that is written by hand.
* ``StringList.items`` (directives): the place of each line that is parsed, which is in the WADL.
* ``Node.source`` (directives): is the very object that the lines gave for the place, which tells the words of the page apart.
* ``Element.attributes["translatable"]`` (directives): keeps words of the page out of translators' catalogues.
"""

from wadl2rst.sphinx.setup import setup

__all__ = ["setup"]
