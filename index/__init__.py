"""How documents are found: text rules, segmentation, the Whoosh index, queries and results.

Knows nothing of Flask, HTTP, HTML, SQL or the command line (tests/test_imports.py keeps it so).
"""
