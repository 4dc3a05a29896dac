"""The directory: what services there are, and which of them fit a family.

In and out: files, unpacking, writing, importing, exporting, report; bundle/ makes the bundled directory.
Kept: tables/ (HSDS 3.1), shapes (what each object consists of), documents (rows put together again).
Found: index makes entries from documents; candidates picks, ranking judges, rotation chooses, search answers.
"""
