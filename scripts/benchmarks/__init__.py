"""The benchmark tables of `scripts/bench`.

    collection (laws or sample) → corpus → store → ours, twice: segmenting, and from cached segmentation
                                         → streams → stock Whoosh, SQLite FTS5, Tantivy
    titles → questions → every engine, in a process of its own → tables

Whatever is measured runs in a child process (`scripts.benchmarks.child`), so that memory belongs to one
engine alone and caches begin empty; `scripts.benchmarks.memory` watches the memory of the child and of all
processes that it starts.
"""
