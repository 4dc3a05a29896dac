"""The directory: what services there are, and which of them fit a family.

In and out: reading/, packages/ (tables), mapping/ (other layouts), validation/, unpacking, writing,
importing, exporting, report; history/ and unlisted (what changed, what vanished); duplicates/.
bundle/ makes the bundled directory.
Kept: tables/ (HSDS 3.1), shapes (what each object consists of), documents (rows put together again).
Found: index makes entries from documents; candidates picks, ranking judges, rotation chooses, search answers.
"""
