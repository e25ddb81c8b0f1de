"""`python -m train corpus`: packages, a cache or your own checkouts to source files."""

import argparse
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from polyglint.errors import FatalError
from train.arguments import positive
from train.corpus.cache import cached
from train.corpus.checkouts import checkout_documents
from train.corpus.clean import Corpus, clean
from train.corpus.collect import collect
from train.corpus.exclusions import TABLE as HELD_OUT
from train.corpus.exclusions import Exclusions, read_exclusions
from train.corpus.fetch import ARCHIVES, fetch, too_many
from train.corpus.layout import CorpusFile, documents, package_directory
from train.corpus.manifest import write_table
from train.corpus.projects import read_groups
from train.corpus.provenance import FAILURE_COLUMNS, FAILURES
from train.corpus.registries import NAMES, registries
from train.corpus.sources import TABLE, Package, read_sources
from train.engine import Engine, add_engine, opened, shared

COLLECTED = "files"


def main(argv: Sequence[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    try:
        print(report(make(arguments)))
    except OSError as error:  # a full disk, a directory that may not be written
        raise FatalError(str(error)) from error
    return 0


def make(arguments: argparse.Namespace) -> Corpus:
    """Documents from wherever the arguments say, cleaned."""
    downloads = arguments.cache is None and not arguments.from_dir
    exclusions = read_exclusions([HELD_OUT, *arguments.held_out])
    with ExitStack() as stack:
        sources: list[Iterable[CorpusFile]] = [checkout_documents(d) for d in arguments.from_dir]
        engine = stack.enter_context(opened(arguments.engine, arguments.address))
        collected = _archives(arguments) / COLLECTED
        if arguments.cache is not None:
            collected = stack.enter_context(cached(arguments.cache))
            sources.append(documents(collected))
        if downloads:
            sources.append(downloaded(arguments, exclusions, engine))
        found = chain.from_iterable(sources)
        corpus = clean(found, arguments.output, read_groups(), engine, exclusions)
        if (arguments.cache is not None or downloads) and (collected / FAILURES).is_file():
            shutil.copy(collected / FAILURES, arguments.output / FAILURES)
    if downloads:
        shutil.copy(_archives(arguments) / ARCHIVES, arguments.output / ARCHIVES)
    return corpus


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m train corpus", description=__doc__)
    parser.add_argument("--output", type=shared, default="corpus", metavar="DIR")
    add_engine(parser)
    parser.add_argument(
        "--held-out", type=Path, nargs="+", action="extend", default=[], metavar="FILE",
        help=f"digests of repositories and texts to leave out, beside those of {HELD_OUT.name}",
    )  # fmt: skip
    local = parser.add_argument_group("instead of downloading packages")
    local.add_argument("--cache", type=shared, metavar="DIR|TAR", help="files collected earlier")
    local.add_argument(
        "--from-dir", type=shared, action="append", default=[], metavar="DIR",
        help="a directory of checkouts, each a project; may be repeated",
    )  # fmt: skip
    remote = parser.add_argument_group("which packages")
    remote.add_argument("--sources", type=Path, default=TABLE, metavar="TSV")
    remote.add_argument("--languages", nargs="+", default=[], metavar="NAME")
    remote.add_argument("--limit", type=positive, metavar="N", help="packages a language")
    remote.add_argument("--archives", type=shared, metavar="DIR", help="default: OUTPUT.archives")
    remote.add_argument("--jobs", type=positive, default=8, metavar="N", help="downloads at a time")
    remote.add_argument("--max-failures", type=_share, default=0.25, metavar="SHARE")
    return parser


def _share(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"a share from 0 to 1 expected, found {text}")
    return number


def _archives(arguments: argparse.Namespace) -> Path:
    output: Path = arguments.output
    archives: Path = arguments.archives or output.with_name(output.name + ".archives")
    return archives


def wanted(arguments: argparse.Namespace, exclusions: Exclusions) -> list[Package]:
    """The packages of the table, but for repositories that are held out, which it names."""
    packages = []
    for package in read_sources(
        arguments.sources,
        registries=NAMES,
        languages=arguments.languages,
        limit=arguments.limit,
    ):
        if exclusions.has_project(package.registry, package.name):
            print(f"held out: {package}")
        else:
            packages.append(package)
    return packages


def downloaded(
    arguments: argparse.Namespace, exclusions: Exclusions, engine: Engine
) -> Iterator[CorpusFile]:
    """Fetch and collect the packages of the table; names those that failed."""
    packages = wanted(arguments, exclusions)
    directory = _archives(arguments)
    fetched = fetch(
        packages, registries(directory), directory, arguments.max_failures, arguments.jobs
    )
    files = {
        package: [
            directory / package_directory(a.registry, a.package) / a.archive for a in archives
        ]
        for package, archives in fetched.archives.items()
    }
    collected = directory / COLLECTED
    shutil.rmtree(collected, ignore_errors=True)
    collected.mkdir()
    failures = fetched.failures | collect(files, collected, engine)
    for package, reason in failures.items():
        print(f"failed: {package}: {reason}")
    rows = sorted((*package[:3], reason) for package, reason in failures.items())
    write_table(collected / FAILURES, FAILURE_COLUMNS, rows)
    print(f"{len(packages) - len(failures)} packages obtained, {len(failures)} failed")
    if len(failures) > arguments.max_failures * len(packages):
        raise FatalError(too_many(failures, len(packages)))
    yield from documents(collected)


def report(corpus: Corpus) -> str:
    """Counts of each language, of the drops by reason, and the corpus hash."""
    counts = Counter(entry.language for entry in corpus.entries)
    projects = {(entry.language, entry.project) for entry in corpus.entries}
    widths = Counter(language for language, _ in projects)
    rows = [
        f"{language:24}{widths[language]:6} projects{count:8} files"
        for language, count in counts.most_common()
    ]
    return "\n".join([*rows, _totals(corpus, counts)])


def _totals(corpus: Corpus, counts: Mapping[str, int]) -> str:
    reasons: Counter[str] = Counter()
    for (_, reason), count in corpus.dropped.items():
        reasons[reason] += count
    dropped = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common())
    return (
        f"{len(corpus.entries)} files of {len(counts)} languages; dropped: {dropped or 'none'}; "
        f"corpus hash {corpus.sha256}"
    )
