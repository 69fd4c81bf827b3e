"""What other programs wrote, brought into the journal: docs/IMPORTS.md.

`calls`, `telegram`, `whatsapp` and `tella` read the bytes of a file into the neutral rows of `rows`
and store nothing. `plan` decides, with what the person answered and what the journal has already,
what would become of every row; it can be shown. `storing` writes a plan, all of it in one commit or
nothing. `source` opens archives and folders: nothing is ever unpacked to the disk.

A file comes from anybody. What is wrong in it is an `ImportFormatError` with its place in the file
and never a word of it.
"""
