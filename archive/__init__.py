"""What the archive keeps and shows: sources, the document store, the command line and the web site."""

__version__ = "0.1.0"
