"""How well `index/entities` finds names, judged on labels made by reading (`tests/entities/labels.tsv`)."""
