"""Settings → the store and the generations that a verb works on."""

from archive.config import Settings
from archive.store import Store
from index.generations import Generations


def settings() -> Settings:
    """The settings of the environment."""
    return Settings.from_environment()


def store(*, create: bool = False, readonly: bool = False) -> Store:
    """The store that the settings name."""
    return Store.open(settings().store, create=create, readonly=readonly)


def generations() -> Generations:
    """The generations under `VANKHO_DATA`."""
    return Generations(settings().data)
