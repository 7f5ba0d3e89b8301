"""Measures how long wadl2rst takes, against what reading the same file takes at the least.

    python benchmarks/bench.py                                   # all of it: about a quarter of an hour
    python benchmarks/bench.py --operations 500 --only command   # a part of it, small
    python benchmarks/bench.py --corpus FOLDER                   # with a folder of real WADLs

The floor is ``lxml.etree.parse`` of a WADL without a DOCTYPE, in a fresh Python.  Machines differ and are noisy, so what counts is
never a time but the ratio of two taken in one run.

What is measured is the CPU time of a program, user and system: unlike its duration, it hardly grows while other programs want the
processor.  Only ``-j 1 / -j 2`` compares durations.  The same work still takes half as much again when other programs share the
caches or the clock changes.  So the programs take turns, round by round, the floor before each of the others, and the mean of all
turns counts.  Ten runs of ``--operations 200 --rounds 3`` gave ratios of which the largest was at most this many times the smallest,
on an idle machine and beside a busy loop on each core: 1.4 and 1.3 for the mean CPU time, 1.5 and 1.3 for its median, 2.0 and 1.5
for its smallest; for durations, 1.4 and 1.7, 1.5 and 2.8, 2.0 and 3.5.

``--baseline FILE`` compares the ratios with those of an earlier run of the same size and fails where one has doubled; ``--save FILE``
writes them.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import mean, median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from make_wadl import make, make_rows  # noqa: E402 (a script's own folder)

_SCRIPT = Path(sys.executable).parent / "wadl2rst"
COMMAND = (str(_SCRIPT),) if _SCRIPT.exists() else (sys.executable, "-m", "wadl2rst")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""That of the programs: a package that is installed has its bytecode, and one that is not must not be compiled in each run."""
ENVIRONMENT["PYTHONPATH"] = str(Path(__file__).resolve().parent.parent)
FLOOR = "import sys; from lxml import etree; etree.parse(sys.argv[1])"
READING = """
import gc, sys
gc.disable()  # as in the command
from wadl2rst.config.options import Config
from wadl2rst.run.pipeline import load_wadl
from wadl2rst.wadl.operations import groups
groups(load_wadl(sys.argv[1], Config(), print).application)
"""
"""Reads a WADL, and does nothing with it."""
GROSS = 2.0
"""How many times an earlier ratio counts as a gross regression."""

EXPAT = """
import sys
from pathlib import Path
from xml.parsers import expat
from lxml import etree

def read(path):
    def bring(context, base, system, public):
        file = Path(base or path).parent / (system or "")
        if context is None and file.is_file():
            inner = parser.ExternalEntityParserCreate(context)
            inner.SetBase(str(file))
            inner.Parse(file.read_bytes(), True)
        return 1
    def name(text):
        return "{" + text if "}" in text else text
    def start(tag, attributes):
        builder.start(name(tag), {name(key): value for key, value in attributes.items()})
    def end(tag):
        builder.end(name(tag))
    builder = etree.TreeBuilder()
    parser = expat.ParserCreate(None, "}")
    parser.SetBase(str(path))
    parser.buffer_text = True
    parser.UseForeignDTD(False)
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, builder.data
    parser.ExternalEntityRefHandler = bring
    parser.Parse(Path(path).read_bytes(), True)
    return builder.close()

for path in sys.argv[1:]:
    read(path)
"""
"""What reading with expat alone needs: its events make lxml trees, with namespaces bound right in entities, and no places."""


@dataclass(slots=True)
class Series:
    """What one program took, turn by turn."""

    cpu: list[float] = field(default_factory=list)
    """Seconds of CPU time."""
    elapsed: list[float] = field(default_factory=list)
    """Seconds from its start to its end."""
    peaks: list[int] = field(default_factory=list)
    """KiB of memory at the peak."""

    @property
    def work(self) -> float:
        """The mean CPU time, in seconds."""
        return mean(self.cpu)

    @property
    def duration(self) -> float:
        """The median duration, in seconds: beside other programs, a single turn may take any time."""
        return median(self.elapsed)

    @property
    def peak(self) -> float:
        """The median, in MiB."""
        return median(self.peaks) / 1024


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio, and what it should be."""

    name: str
    value: float
    limit: float | None = None
    aim: float | None = None
    least: float | None = None

    @property
    def missed(self) -> bool:
        """Whether it is not what it should be."""
        return (self.limit is not None and self.value > self.limit) or (self.least is not None and self.value < self.least)


class Bench:
    """Runs programs in turn and keeps what they took."""

    def __init__(self, folder: Path, rounds: int) -> None:
        """``folder`` is for the files, ``rounds`` how often each program runs."""
        self.folder = folder
        self.rounds = rounds
        self.folders = 0
        self.series: dict[str, Series] = {}
        self.ratios: list[Ratio] = []

    def run(self, name: str, command: Sequence[str | Path], cwd: Path | None = None) -> None:
        """Runs a program once, without its output."""
        start = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=cwd or self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
        )
        _pid, _status, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        series = self.series.setdefault(name, Series())
        series.elapsed.append(time.perf_counter() - start)
        series.cpu.append(usage.ru_utime + usage.ru_stime)
        series.peaks.append(usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1))

    def floor(self, name: str, wadl: Path) -> None:
        """Parses a WADL with lxml in a fresh Python."""
        self.run(name, (sys.executable, "-c", FLOOR, wadl))

    def new(self, name: str) -> Path:
        """An output folder that was never there: some file systems are slow where thousands of files have just been removed."""
        self.folders += 1
        return self.folder / f"{name}-{self.folders}"

    def ratio(
        self,
        name: str,
        one: str,
        other: str,
        *,
        limit: float | None = None,
        aim: float | None = None,
        least: float | None = None,
        of: str = "work",
    ) -> None:
        """Notes the ratio of two programs; ``of`` is a property of :class:`Series`."""
        value = getattr(self.series[one], of) / getattr(self.series[other], of)
        self.ratios.append(Ratio(name, value, limit, aim, least))

    def wadl(self, count: int, shape: str = "nested", *, doctype: bool = False) -> Path:
        """A synthetic WADL."""
        folder = self.folder / f"{shape}-{count}{'-doctype' if doctype else ''}"
        folder.mkdir(exist_ok=True)
        file = folder / "api.wadl"
        return file if file.exists() else make(file, count, shape=shape, doctype=doctype)


def command(bench: Bench, count: int, _corpus: Path | None) -> None:
    """The whole command, with and without a DOCTYPE, and again with nothing changed."""
    plain, doctype = bench.wadl(count), bench.wadl(count, doctype=True)
    for _ in range(bench.rounds):
        out = bench.new("out")
        programs: dict[str, tuple[str | Path, ...]] = {
            "command": (plain, "-o", out),
            "nothing changed": (plain, "-o", out),
            "nothing changed, --no-cache": (plain, "-o", out, "--no-cache"),
            "--check": (plain, "-o", out, "--check"),
            "command, DOCTYPE": (doctype, "-o", bench.new("out")),
        }
        for name, arguments in programs.items():
            bench.floor("floor", plain)
            bench.run(name, (*COMMAND, *arguments, "-q"))
    bench.ratio("command / floor", "command", "floor", limit=10, aim=6)
    bench.ratio("command, DOCTYPE / floor", "command, DOCTYPE", "floor", limit=16, aim=10)
    bench.ratio("nothing changed / floor", "nothing changed", "floor", limit=8)
    bench.ratio("nothing changed, --no-cache / floor", "nothing changed, --no-cache", "floor")
    bench.ratio("--check / floor", "--check", "floor")


def scale(bench: Bench, count: int, _corpus: Path | None) -> None:
    """Four times as many operations, in each shape; and memory."""
    large = 4 * count
    few = max(50, min(1000, count // 5))
    pairs = [(shape, few) for shape in ("one-resource", "deep", "type")]
    for _ in range(max(2, bench.rounds // 2)):
        bench.floor("floor, four times", bench.wadl(large))
        bench.run("command, once", (*COMMAND, bench.wadl(count), "-o", bench.new("out"), "-q"))
        bench.run("command, four times", (*COMMAND, bench.wadl(large), "-o", bench.new("out"), "-q"))
        for shape, size in pairs:
            for times in (1, 4):
                bench.run(f"{shape}, {times * size}", (*COMMAND, bench.wadl(times * size, shape), "-o", bench.new("out"), "-q"))
    bench.ratio("four times the operations", "command, four times", "command, once", limit=4.4)
    for shape, size in pairs:
        bench.ratio(f"four times, {shape}", f"{shape}, {4 * size}", f"{shape}, {size}", limit=4.4)
    bench.ratio("memory / floor", "command, four times", "floor, four times", limit=2, of="peak")


def start(bench: Bench, _count: int, _corpus: Path | None) -> None:
    """How long it takes to say one's version."""
    for _ in range(3 * bench.rounds):
        bench.run("import click", (sys.executable, "-c", "import click"))
        bench.run("--version", (*COMMAND, "--version"))
    bench.ratio("--version / import click", "--version", "import click", limit=1.5)


def stages(bench: Bench, count: int, _corpus: Path | None) -> None:
    """Each stage alone, in one process."""
    wadl = bench.wadl(count)
    for _ in range(bench.rounds):
        bench.floor("floor, stages", wadl)
        done = subprocess.run(
            (sys.executable, __file__, "--stages", wadl, "-o", bench.new("out")),
            capture_output=True,
            text=True,
            check=True,
            cwd=bench.folder,
            env=ENVIRONMENT,
        )
        for name, seconds in json.loads(done.stdout).items():
            bench.series.setdefault(name, Series()).cpu.append(seconds)
    for name in ("load", "model", "pages", "render", "write"):
        bench.ratio(f"stage {name} / floor", name, "floor, stages")


def sphinx(bench: Bench, count: int, _corpus: Path | None) -> None:
    """A build of a fifth of the operations with Sphinx: by the directive, and by pages."""
    wadl = bench.wadl(max(50, count // 5))
    for kind in ("directive", "pages"):
        source = bench.new(f"sphinx-{kind}")
        source.mkdir()
        shutil.copy(wadl, source / "api.wadl")
        settings = 'extensions = ["wadl2rst.sphinx"]\nproject = "bench"\n'
        if kind == "directive":
            (source / "index.rst").write_text("API\n===\n\n.. wadl:: api.wadl\n", encoding="utf-8")
        else:
            settings += 'wadl2rst_sources = [{"path": "api.wadl", "destination": "reference"}]\n'
            (source / "index.rst").write_text("API\n===\n\n.. toctree::\n\n   reference/index\n", encoding="utf-8")
        (source / "conf.py").write_text(settings, encoding="utf-8")
        done = subprocess.run(
            (sys.executable, __file__, "--sphinx", source, "-o", bench.folder / f"site-{kind}"),
            capture_output=True,
            text=True,
            check=True,
            env=ENVIRONMENT,
        )
        shares = json.loads(done.stdout.splitlines()[-1])
        bench.series.setdefault(f"Sphinx, {kind}", Series()).cpu.append(shares["all"])
        bench.ratios.append(Ratio(f"share of the extension, {kind}", shares["own"] / shares["all"], 0.10))


def corpus(bench: Bench, _count: int, folder: Path | None) -> None:
    """Real WADLs: those of OpenStack in one run, against what expat alone needs to read them; and all, with one process and with two."""
    if folder is None:
        return
    wadls = sorted((folder / "openstack").rglob("*.wadl"))
    for _ in range(bench.rounds):
        bench.run("expat alone", (sys.executable, "-c", EXPAT, *wadls))
        bench.run("OpenStack", (*COMMAND, "openstack", "-o", bench.new("out"), "-q"), cwd=folder)
        for jobs in ("1", "2"):
            bench.run(f"all WADLs, -j {jobs}", (*COMMAND, ".", "-o", bench.new("out"), "-q", "-j", jobs), cwd=folder)
    bench.ratio("OpenStack / expat alone", "OpenStack", "expat alone", limit=6)
    bench.ratio("-j 1 / -j 2", "all WADLs, -j 1", "all WADLs, -j 2", least=1.6, of="duration")


def schemas(bench: Bench, _count: int, folder: Path | None) -> None:
    """A body that opens into many rows, and real WADLs with their schemas against the same without.

    The floor of a WADL with a schema is the same one whose body does not name the element, so that nothing of it is shown.
    """
    few, many = 5_000, 20_000
    for _ in range(bench.rounds):
        for rows in (few, many):
            for is_named in (False, True):
                wadl = bench.folder / f"rows-{rows}-{'named' if is_named else 'not-named'}.wadl"
                if not wadl.exists():
                    make_rows(wadl, rows, is_named=is_named)
                bench.run(f"{rows} rows{'' if is_named else ', not named'}", (*COMMAND, wadl, "-o", bench.new("out"), "-q"))
    bench.ratio("20,000 rows / not named", f"{many} rows", f"{many} rows, not named")
    bench.ratio("four times the rows", f"{many} rows", f"{few} rows", limit=4.4)
    bench.ratio("20,000 rows / not named, memory", f"{many} rows", f"{many} rows, not named", of="peak")
    if folder is None:
        return
    bare = bench.new("without-schemas")
    for kind in ("openstack", "rackspace"):
        shutil.copytree(folder / kind, bare / kind, ignore=shutil.ignore_patterns("*.xsd"))
    for _ in range(bench.rounds):
        for name, place in (("without schemas", bare), ("with schemas", folder)):
            bench.run(name, (*COMMAND, "openstack", "rackspace", "-o", bench.new("out"), "-q", "--no-cache", "-j", "1"), cwd=place)
    bench.ratio("with schemas / without", "with schemas", "without schemas", limit=1.3)


def samples(bench: Bench, count: int, _corpus: Path | None) -> None:
    """Request samples in four languages against none, in both styles."""
    wadl = bench.wadl(count)
    for _ in range(bench.rounds):
        for style in ("classic", "sphinx"):
            for name, languages in (("none", "none"), ("four languages", "curl,httpie,python,javascript")):
                options = ("--style", style, "--request-samples", languages, "-q", "--no-cache")
                bench.run(f"{style}, {name}", (*COMMAND, wadl, "-o", bench.new("out"), *options))
    for style in ("classic", "sphinx"):
        bench.ratio(f"request samples / none, {style}", f"{style}, four languages", f"{style}, none", limit=1.25)


def changes(bench: Bench, count: int, _corpus: Path | None) -> None:
    """Comparing two versions, against reading one: with each tenth operation changed, and with all of them moved and changed."""
    old = bench.wadl(count)
    versions = {name: bench.folder / f"{name}-{count}.wadl" for name in ("few", "all")}
    text = old.read_text(encoding="utf-8")
    for name, file in versions.items():
        file.write_text(_changed(text, each=10 if name == "few" else 1), encoding="utf-8")
    for _ in range(max(2, bench.rounds // 2)):
        bench.run("reading one version", (sys.executable, "-c", READING, old))
        for name, new in versions.items():
            bench.run(f"changes, {name}", (*COMMAND, new, "--changes-since", old, "-q"))
    bench.ratio("changes, few / reading one version", "changes, few", "reading one version", limit=2.5)
    bench.ratio("changes, all / reading one version", "changes, all", "reading one version")


def merging(bench: Bench, count: int, _corpus: Path | None) -> None:
    """Sixty WADLs of one API, against the same with a folder each."""
    wadls = bench.folder / f"merging-{count}"
    wadls.mkdir(exist_ok=True)
    for number in range(60):
        text = make(wadls / "api.wadl", max(1, count // 60)).read_text("utf-8")
        for path in ('"group-', '"items-', "operation"):
            text = text.replace(path, f"{path}{number}-")
        (wadls / f"{number}.wadl").write_text(text, encoding="utf-8")
    (wadls / "api.wadl").unlink()
    for _ in range(bench.rounds):
        for name, options in (("apart", ()), ("merged", ("--merge",))):
            for style in ("classic", "sphinx"):
                bench.run(f"60 WADLs, {name}, {style}", (*COMMAND, wadls, "-o", bench.new("out"), "-q", "--style", style, *options))
    for style in ("classic", "sphinx"):
        bench.ratio(f"60 WADLs merged / not, {style}", f"60 WADLs, merged, {style}", f"60 WADLs, apart, {style}", limit=1.2)


def _changed(text: str, *, each: int) -> str:
    """Another version of a synthetic WADL: each so many operations have another limit and another response; all have moved for 1."""
    lines = text.split("\n")
    number = 0
    for position, line in enumerate(lines):
        if "<method " in line:
            number += 1
        elif number % each == 0 and 'name="limit"' in line:
            lines[position] = line.replace('name="limit"', 'name="size"')
        elif number % each == 0 and '<response status="404">' in line:
            lines[position] = line.replace("404", "410")
        elif each == 1 and '<resource path="group-' in line:
            lines[position] = line.replace('path="', 'path="v2/')
    return "\n".join(lines)


PARTS: dict[str, Callable[[Bench, int, Path | None], None]] = {
    "command": command,
    "scale": scale,
    "start": start,
    "stages": stages,
    "sphinx": sphinx,
    "corpus": corpus,
    "schemas": schemas,
    "samples": samples,
    "changes": changes,
    "merging": merging,
}


# --- what runs in a process of its own ----------------------------------------------------------------


def run_stages(wadl: str, output: Path) -> dict[str, float]:
    """The seconds of CPU time that each stage takes.  ``load`` gives the tree, and writes what it reads into no page."""
    from wadl2rst.config.options import Config
    from wadl2rst.markup.document import Markup
    from wadl2rst.output.writer import PageWriter, RenderedPage
    from wadl2rst.run import inputs, pipeline
    from wadl2rst.source.library import Library
    from wadl2rst.wadl.parse import parse_application
    from wadl2rst.wadl.references import Resolver

    def quiet(_message: object) -> None:
        pass

    took: dict[str, float] = {}
    begin = time.process_time()

    def lap(name: str) -> None:
        nonlocal begin
        now = time.process_time()
        took[name], begin = now - begin, now

    config = Config(sources=(wadl,), output=output)
    gc.disable()  # as in the command
    library = Library(quiet)
    document = library.document(wadl)
    assert document is not None
    lap("load")
    application = parse_application(document, Resolver(library, quiet), Markup(quiet, sample=library.sample), quiet)
    lap("model")
    known = inputs.find_inputs(config.sources, output, quiet)[0][0]
    site, _filters = pipeline.plan_filtered(application, known, config, quiet)
    pages = list(site.pages())
    lap("pages")
    texts = [
        RenderedPage(path=f"{page.name}.rst", sources=(known.key,), text=rendered.text)
        for page, rendered in pipeline.render_pages(site, config, origins=False)
    ]
    lap("render")
    assert len(texts) == len(pages)
    with PageWriter(output, sources=[known.key], report=quiet) as writer:
        for page in texts:
            writer.page(page)
        writer.finish()
    lap("write")
    return took


def run_sphinx(source: str, output: Path) -> dict[str, float]:
    """The seconds of CPU time of a build with Sphinx, and of those what the extension takes for reading and the model."""
    from sphinx.cmd.build import build_main

    from wadl2rst.run import pipeline

    own = 0.0

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal own
            begin = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                own += time.process_time() - begin

        return call

    pipeline.load_wadl = timed(pipeline.load_wadl)
    pipeline.plan_pages = timed(pipeline.plan_pages)
    begin = time.process_time()
    build_main(["-q", "-b", "html", source, str(output)])
    return {"all": time.process_time() - begin, "own": own}


# --- the report ---------------------------------------------------------------------------------------


def about() -> dict[str, str]:
    """The machine and the versions."""
    found = {"machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}", "Python": platform.python_version()}
    for name in ("wadl2rst", "lxml", "Jinja2", "click", "Sphinx"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def lines(bench: Bench) -> Iterator[str]:
    """The report, as text."""
    yield ", ".join(f"{name} {value}" for name, value in about().items())
    yield ""
    width = max(map(len, bench.series))
    yield f"{'':<{width}}  {'CPU time':>11}{'duration':>14}{'memory':>12}"
    for name, series in bench.series.items():
        rest = f"{series.duration:12.3f} s{series.peak:8.0f} MiB" if series.elapsed else ""
        yield f"{name:<{width}}  {series.work:9.3f} s{rest}"
    yield ""
    width = max([len(ratio.name) for ratio in bench.ratios])
    for ratio in bench.ratios:
        wanted = "" if ratio.limit is None else f"  at most {ratio.limit:g}" + (f", aim {ratio.aim:g}" if ratio.aim else "")
        wanted += "" if ratio.least is None else f"  at least {ratio.least:g}"
        yield f"{ratio.name:<{width}}  {ratio.value:7.2f}{wanted}{'  MISSED' if ratio.missed else ''}"


def regressions(bench: Bench, baseline: dict[str, float]) -> Iterator[str]:
    """The ratios that are more than :data:`GROSS` times worse than those of an earlier run."""
    for ratio in bench.ratios:
        before = baseline.get(ratio.name)
        if before is not None and (ratio.value * GROSS < before if ratio.least is not None else ratio.value > GROSS * before):
            yield f"{ratio.name}: {ratio.value:.2f}, and {before:.2f} before"


def main() -> int:
    """The command line; 1 where a ratio has grown grossly."""
    parser = argparse.ArgumentParser(description="Measures wadl2rst against what reading the same file takes at the least.")
    parser.add_argument("--operations", type=int, default=5000, metavar="N", help="operations of the synthetic WADL [default: 5000]")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often each program runs [default: 5]")
    parser.add_argument("--only", action="append", choices=tuple(PARTS), help="this part alone; may be repeated")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="a folder with real WADLs, those of OpenStack in its folder openstack")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the times and ratios here, too")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="compare the ratios with these, and fail where one has doubled")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the ratios here, for --baseline")
    parser.add_argument("--stages", help=argparse.SUPPRESS)
    parser.add_argument("--sphinx", help=argparse.SUPPRESS)
    parser.add_argument("-o", "--output", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.stages or given.sphinx:
        print(json.dumps(run_stages(given.stages, given.output) if given.stages else run_sphinx(given.sphinx, given.output)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), given.rounds)
        ENVIRONMENT["WADL2RST_CACHE_DIR"] = str(Path(folder, "cache"))
        for warm in ((*COMMAND, "--version"), (sys.executable, "-c", "import wadl2rst.run.build, click, lxml.etree")):
            subprocess.run(warm, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL, cwd=bench.folder)  # leaves the bytecode
        for name in given.only or PARTS:
            PARTS[name](bench, given.operations, given.corpus.resolve() if given.corpus else None)
    print("\n".join(lines(bench)))
    ratios = {ratio.name: round(ratio.value, 3) for ratio in bench.ratios}
    if given.json:
        times = {
            name: {"CPU": series.work, **({"duration": series.duration, "MiB": series.peak} if series.elapsed else {})}
            for name, series in bench.series.items()
        }
        given.json.write_text(
            json.dumps({"about": about(), "operations": given.operations, "times": times, "ratios": ratios}, indent=1) + "\n"
        )
    if given.save:
        given.save.write_text(json.dumps({"operations": given.operations, "ratios": ratios}, indent=1) + "\n")
    if given.baseline:
        baseline = json.loads(given.baseline.read_text())
        if baseline["operations"] != given.operations:
            parser.error(f"{given.baseline} is of {baseline['operations']} operations: give --operations {baseline['operations']}")
        grown = list(regressions(bench, baseline["ratios"]))
        for line in grown:
            print(f"grown grossly: {line}", file=sys.stderr)
        return int(bool(grown))
    return 0


if __name__ == "__main__":
    sys.exit(main())
