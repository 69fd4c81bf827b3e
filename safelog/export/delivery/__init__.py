"""Getting an export to its recipient: sealed, in a form that they can open.

Three ways, each over the same checked files: a page that opens itself in a browser, a PDF that asks
for a passphrase, and age for whoever has a key. Nothing here renders or redacts; nothing here is
told a name. The format of the page stands in docs/DELIVERY.md.
"""
