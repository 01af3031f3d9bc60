"""The command line: `vankho LỆNH`. It imports the library, never the reverse."""

import sys

import click

from archive import __version__
from archive.cli import add, build, edge, find, holdings, serve
from archive.cli.vietnamese import Verbs


@click.group(cls=Verbs, invoke_without_command=True)
@click.option("--version", is_flag=True, help="Hiện số phiên bản.")
@click.pass_context
def vankho(context: click.Context, version: bool) -> int:
    """Văn khố: kho lưu trữ văn bản tiếng Việt tìm được toàn văn.

    Thiết lập bằng biến môi trường VANKHO_*; `vankho settings` liệt kê tất cả.
    """
    if version:
        click.echo(f"vankho {__version__}")
    elif context.invoked_subcommand is None:
        click.echo(context.get_help())
        return edge.MISUSED
    return edge.DONE


for verb in (
    *(add.add, build.rebuild, build.update, build.check, find.search, find.explain),
    *(holdings.withdraw, holdings.restore, build.rollback, holdings.stats, serve.serve, holdings.settings_),
):
    vankho.add_command(verb)


def main() -> None:
    """Entry point of the `vankho` command."""
    edge.stop_on_signals()
    edge.speak_utf8()
    sys.exit(edge.run(vankho, sys.argv[1:]))
