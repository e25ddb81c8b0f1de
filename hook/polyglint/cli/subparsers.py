"""The arguments of each command; what several of them share is in `groups`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from polyglint.cli import option_groups, setting_options
from polyglint.cli.help import HelpFormatter, epilog
from polyglint.report.options import RULES, STATISTICS
from polyglint.typed import TypeAlias

SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _add(commands: Commands, name: str, summary: str) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=epilog(name),
        formatter_class=HelpFormatter,
        allow_abbrev=False,
    )


def add_check(commands: Commands) -> None:
    parser = _add(commands, "check", "report files whose content contradicts what they claim")
    parser.add_argument(
        "filenames",
        nargs="*",
        metavar="PATH",
        help="files, and directories for all that git tracks below (default: this one)",
    )
    parser.add_argument(
        "--staged",
        action="store_true",
        help="read the index: the files named, or all that differ from the last commit",
    )
    parser.add_argument(
        "--diff-base",
        metavar="REV",
        help="files that the current branch changed since it left REV, as on a pull request",
    )
    parser.add_argument(
        "--from-ref", metavar="REV", help="the same, but read from the revision --to-ref"
    )
    parser.add_argument("--to-ref", metavar="REV", help="the end of that change (default: HEAD)")
    setting_options.add_config(parser)
    setting_options.add_choice(parser)
    setting_options.add_baseline(parser)
    parser.add_argument(
        "--fix",
        action="store_true",
        help="first correct, in the work tree, what is safe: .gitattributes, fences",
    )
    option_groups.add_judging(parser)
    option_groups.add_depth(parser)
    option_groups.add_running(parser)
    option_groups.add_output(parser)
    option_groups.add_statistics(parser, (RULES,))
    option_groups.add_report(parser)
    parser.set_defaults(strict=False)  # what the hook takes on trust, an audit alone may not


def add_audit(commands: Commands) -> None:
    parser = _add(
        commands, "audit", "check all files of work trees, bare repositories, directories"
    )
    parser.add_argument(
        "directories",
        nargs="*",
        metavar="REPO",
        help="directories or bare repositories (default: this one)",
    )
    parser.add_argument(
        "--rev", dest="revision", metavar="REV", help="a revision's files, without a checkout"
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="for auditors: hold every file to its name, whatever its repository says of it",
    )
    setting_options.add_config(parser)
    setting_options.add_choice(parser)
    setting_options.add_baseline(parser)
    option_groups.add_judging(parser)
    option_groups.add_depth(parser)
    option_groups.add_running(parser)
    option_groups.add_engine(parser)
    option_groups.add_output(parser)
    option_groups.add_statistics(parser, STATISTICS)
    option_groups.add_report(parser)


def add_explain(commands: Commands) -> None:
    parser = _add(commands, "explain", "show a file window by window, and the decision")
    parser.add_argument("filename", metavar="FILE", help="a file to read")
    setting_options.add_config(parser)
    option_groups.add_judging(parser)
    option_groups.add_depth(parser)


def add_detect(commands: Commands) -> None:
    parser = _add(commands, "detect", "print the language of files by their content alone")
    parser.add_argument(
        "filenames", nargs="*", metavar="FILE", help="files to read; - is standard input"
    )
    option_groups.add_list(parser)
    parser.add_argument(
        "--best-guess", action="store_true", help="name a language even where the verdict is unsure"
    )
    option_groups.add_format(parser)
    option_groups.add_judging(parser)


def add_claim(commands: Commands) -> None:
    parser = _add(commands, "claim", "print what files claim to be by name and settings alone")
    setting_options.add_config(parser)
    parser.add_argument("filenames", nargs="*", metavar="FILE", help="files to read")
    option_groups.add_list(parser)
    option_groups.add_format(parser)
    option_groups.add_judging(parser)


def add_fix(commands: Commands) -> None:
    parser = _add(commands, "fix", "correct what has one safe correction: .gitattributes, fences")
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        default=["."],
        help="files, directories (default: this one)",
    )
    parser.add_argument(
        "--unsafe", action="store_true", help="corrections too that may be meant otherwise"
    )
    parser.add_argument(
        "--diff", action="store_true", help="change nothing; exit with 1 if anything would"
    )
    setting_options.add_config(parser)


def add_config(commands: Commands) -> None:
    parser = _add(commands, "config", "show the settings of a repository and where each comes from")
    parser.add_argument(
        "directory", nargs="?", metavar="DIR", default=".", help="a directory (default: this one)"
    )
    setting_options.add_config(parser)
    setting_options.add_choice(parser)


def add_completion(commands: Commands) -> None:
    parser = _add(commands, "completion", "print a script that completes commands in a shell")
    parser.add_argument("shell", choices=SHELLS, help="whose completion it is")


COMMANDS: Mapping[str, Callable[[Commands], None]] = {
    "check": add_check,
    "audit": add_audit,
    "explain": add_explain,
    "detect": add_detect,
    "claim": add_claim,
    "fix": add_fix,
    "config": add_config,
    "completion": add_completion,
}


def parsers(parser: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    """The parser of each command, by its name."""
    return next(
        action.choices
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
    )
