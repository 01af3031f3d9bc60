"""click in Vietnamese: headings of the help pages, and what is said about wrong usage."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import click


class _Headings(click.Command):
    """Help pages with Vietnamese headings."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        keywords.setdefault("options_metavar", "[TUỲ CHỌN]")
        super().__init__(*args, **keywords)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "Hiện trang trợ giúp này."
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        with formatter.section("Tuỳ chọn"):
            formatter.write_dl([row for each in options if (row := each.get_help_record(ctx))])


class Verb(_Headings):
    """One verb. `example` lines are shown under its help as they are."""

    def __init__(self, *args: Any, example: str, **keywords: Any) -> None:
        self.example = example
        super().__init__(*args, **keywords)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Ví dụ"):
            for line in self.example.strip().splitlines():
                formatter.write(f"{'':{formatter.current_indent}}{line.strip()}\n")


class Verbs(_Headings, click.Group):
    """All verbs, in the order in which they were added."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, subcommand_metavar="LỆNH [THAM SỐ]...", **keywords)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section("Lệnh"):
            formatter.write_dl([(name, verb.get_short_help_str(80)) for name, verb in self.commands.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            near = get_close_matches(name, self.commands, n=1, cutoff=0)[0]
            raise Misuse(f"Không có lệnh “{name}”. Gần nhất là “{near}”.", ctx)
        return super().resolve_command(ctx, args)


class Misuse(click.UsageError):
    """Wrong usage, said in Vietnamese already."""


def whole(least: int, most: int) -> Callable[[click.Context, click.Parameter, str | None], int | None]:
    """An option's callback: text → a whole number between two bounds, both included; None stays None."""

    def read(context: click.Context, param: click.Parameter, text: str | None) -> int | None:
        if text is None:
            return None
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            name = max(param.opts, key=len)
            raise Misuse(f"{name}: cần một số nguyên từ {least} đến {most}, không phải “{text}”.", context)
        return int(text)

    return read


def sentence(error: click.ClickException) -> str:
    """What to say about a mistake that click found."""
    if isinstance(error, Misuse):
        return error.message
    if isinstance(error, click.NoSuchOption):
        near = f" Có phải {error.possibilities[0]}?" if error.possibilities else ""
        return f"Không có tuỳ chọn {error.option_name}.{near}"
    if isinstance(error, click.MissingParameter):
        return f"Thiếu {_named(error.param)}."
    if isinstance(error, click.BadParameter):
        return f"Giá trị của {_named(error.param)} không dùng được."
    if isinstance(error, click.BadOptionUsage):
        return f"Tuỳ chọn {error.option_name} thiếu giá trị, hoặc không nhận giá trị."
    extra = re.search(r"\((.*)\)", error.message)
    return f"Thừa tham số: {extra[1]}." if extra else "Cách dùng chưa đúng."


def _named(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return f"tuỳ chọn {max(param.opts, key=len)}"
    return f"tham số {(param.metavar or param.name or '').rstrip('.')}" if param else "một tham số"
