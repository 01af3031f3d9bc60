"""Settings → the Flask application: its pages, its API, its health checks and its errors."""

from pathlib import Path

from flask import Flask

from archive import api, health, views
from archive.config import Settings
from archive.problems import handle_errors
from archive.resources import EXTENSION, Resources
from archive.security import protect
from archive.turns import in_turn


def create_app(settings: Settings | None = None) -> Flask:
    """The site for these settings (by default those of the environment).

    Opens neither the store nor the index: they are opened by the first request that needs them, so that
    the application may be made before a fork. Raises `ConfigError`.
    """
    settings = settings or Settings.from_environment()
    templates = templates_folder()
    app = Flask(__name__, template_folder=templates, static_folder=None)
    app.static_folder = str(templates / "static")  # served by views.assets, whose addresses carry a version
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions[EXTENSION] = Resources(settings)
    app.logger.setLevel(settings.log.upper())
    protect(app, settings)
    handle_errors(app)
    for blueprint in (views.blueprint, api.blueprint, health.blueprint):
        app.register_blueprint(blueprint)
    app.wsgi_app = in_turn(app.wsgi_app)  # type: ignore[method-assign,assignment]
    return app


def templates_folder() -> Path:
    """`archive/templates`, where an installed package has them; else `../templates`, as in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"
