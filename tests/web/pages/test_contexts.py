"""Page contexts are documented: what a template may use is told where it is defined."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from archive import charts, pages
from archive.pages.results import Value


def _contexts() -> Iterator[type[Any]]:
    names = [f"archive.pages.{one.name}" for one in pkgutil.iter_modules(pages.__path__)]
    for module in (charts, *map(importlib.import_module, names)):
        for value in vars(module).values():
            if isinstance(value, type) and is_dataclass(value) and value.__module__ == module.__name__:
                yield value


@pytest.mark.parametrize("context", list(_contexts()), ids=lambda one: one.__name__)
def test_every_field_of_every_context_has_help(context: type[Any]) -> None:
    assert context.__doc__
    assert [field.name for field in fields(context) if not field.metadata.get("help")] == []


@pytest.mark.parametrize("context", [Value, charts.Column, charts.Row], ids=lambda one: one.__name__)
def test_every_field_of_a_tuple_is_told(context: type[Any]) -> None:
    """Contexts that are tuples say in their docstring what a field's help says elsewhere."""
    assert context.__doc__
    assert [name for name in context._fields if f"`{name}`" not in context.__doc__] == []


@pytest.mark.parametrize("context", list(_contexts()), ids=lambda one: one.__name__)
def test_contexts_cannot_be_changed(context: type[Any]) -> None:
    assert context.__dataclass_params__.frozen
