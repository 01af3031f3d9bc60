"""A conditional random field as CRFsuite writes it (`lCRF`), read for `index.segmenter`.

The file is little-endian: a header with the places of its chunks, one feature (type, source, target, weight)
after another, and two string tables, of labels and of attributes, whose strings are found by number through
an array of offsets. A state feature says what an attribute is worth to a label, a transition what one label
is worth after another; what the file does not mention is worth nothing.
"""

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_HEADER = struct.Struct("<4sI4s9I")
_FEATURES = struct.Struct("<4sII")
_STRINGS = struct.Struct("<4s5I")
_STRING = struct.Struct("<II")
_FEATURE = np.dtype([("type", "<u4"), ("source", "<u4"), ("target", "<u4"), ("weight", "<f8")])
_STATE, _TRANSITION = 0, 1


@dataclass(frozen=True, slots=True, eq=False)
class Crf:
    """A model's weights, exactly as they stand in its file.

    `state[a, l]` is the weight of attribute `attributes[a]` for label `labels[l]`; `transitions[k, l]` that
    of label l after label k.
    """

    labels: tuple[str, ...]
    attributes: tuple[str, ...]
    state: NDArray[np.float64]
    transitions: NDArray[np.float64]


def read(stored: bytes) -> Crf:
    """The model in `stored`, the bytes of a whole file; ValueError when they are no such model."""
    try:
        return _read(stored)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError(f"not a whole CRFsuite model: {error}") from error


def _read(stored: bytes) -> Crf:
    magic, size, kind, _, _, _, _, features_at, labels_at, attributes_at, _, _ = _HEADER.unpack_from(stored)
    if (magic, kind, size) != (b"lCRF", b"FOMC", len(stored)):
        raise ValueError("not a whole CRFsuite model of the first order")
    labels, attributes = _strings(stored, labels_at), _strings(stored, attributes_at)
    features = _features(stored, features_at)
    state = _weights(features[features["type"] == _STATE], len(attributes), len(labels))
    transitions = _weights(features[features["type"] == _TRANSITION], len(labels), len(labels))
    return Crf(labels, attributes, state, transitions)


def _features(stored: bytes, start: int) -> NDArray[np.void]:
    magic, _, count = _FEATURES.unpack_from(stored, start)
    if magic != b"FEAT":
        raise ValueError("no features where the header says")
    return np.frombuffer(stored, _FEATURE, count, start + _FEATURES.size)


def _weights(features: NDArray[np.void], sources: int, targets: int) -> NDArray[np.float64]:
    weights = np.zeros((sources, targets))
    weights[features["source"], features["target"]] = features["weight"]
    return weights


def _strings(stored: bytes, start: int) -> tuple[str, ...]:
    """The strings of the table at `start`, by number. Number and length stand before each, NUL after."""
    magic, _, _, _, count, offsets_at = _STRINGS.unpack_from(stored, start)
    if magic != b"CQDB":
        raise ValueError("no strings where the header says")
    strings = []
    for offset in struct.unpack_from(f"<{count}I", stored, start + offsets_at):
        _, length = _STRING.unpack_from(stored, start + offset)
        text = start + offset + _STRING.size
        strings.append(stored[text : text + length - 1].decode("utf-8"))
    return tuple(strings)
