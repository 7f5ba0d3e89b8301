"""Builds and starts the services of this folder, one after the other, and compares what they serve with what is kept.

It needs a JDK 17, Maven, and what Maven downloads, so it is no part of the tests, which use what is kept::

    python samples/producers/check.py                  # all of them
    python samples/producers/check.py jersey-4.0.2     # one, or those whose name begins so
    python samples/producers/check.py --keep cxf       # writes anew what is kept

Each service listens on a free port of 127.0.0.1 and is stopped after it was asked; in what is kept the port is 8080.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = HERE / "garden"


@dataclass(frozen=True)
class Service:
    """One of the services, in one version, started in one way."""

    name: str
    """The name of the folder below ``served``."""
    folder: str
    properties: dict[str, str]
    """The properties of the POM."""
    asked: dict[str, str]
    """For each file to be kept the path that is asked for, after the method where that is not GET."""
    arguments: list[str] = field(default_factory=list)
    javax: bool = False
    """Whether the sources are to be those of Java EE, before the packages were renamed."""
    doclet: str = ""
    """The version of Jersey's doclet, which makes ``resourcedoc.xml``."""
    javadoc: bool = False
    """Whether the pages of Javadoc are made; ``{target}/javadoc`` in the arguments is their folder."""
    goal: str = ""
    """A goal of Maven that writes the files, where nothing has to be started for them; they are asked for by their names."""

    @property
    def target(self) -> Path:
        """Where it is built."""
        return HERE.parent.parent / "build" / "producers" / self.name

    @property
    def kept(self) -> Path:
        """The folder with what the service served."""
        return HERE / self.folder / "served" / self.name


JERSEY = {
    "garden.wadl": "/garden/application.wadl",
    "application.wadl/xsd0.xsd": "/garden/application.wadl/xsd0.xsd",
}
JERSEY_ALL = {
    **JERSEY,
    "garden-detail.wadl": "/garden/application.wadl?detail=true",
    "options.wadl": "OPTIONS /garden/plants/7",
}
CXF_ALL = {"garden.wadl": "/garden?_wadl"}
CXF = {**CXF_ALL, "tools.wadl": "/garden/tools?_wadl"}
RESTEASY = {"garden.wadl": "/garden/application.xml"}
RESTEASY_ALL = {**RESTEASY, "wadl-extended/xsd0.xsd": "/garden/wadl-extended/xsd0.xsd"}
ENUNCIATE = {"garden.wadl": "apidocs/application.wadl", "ns0.xsd": "apidocs/ns0.xsd"}
GOAL = "com.webcohesion.enunciate:enunciate-maven-plugin:2.18.1:docs"
SERVICES = [
    Service("jersey-4.0.2", "jersey", {"jersey": "4.0.2"}, JERSEY_ALL),
    Service("jersey-4.0.2-documented", "jersey", {"jersey": "4.0.2"}, JERSEY, ["documented"], doclet="3.1.11"),
    Service("jersey-3.1.12", "jersey", {"jersey": "3.1.12"}, JERSEY),
    Service("jersey-2.48", "jersey", {"jersey": "2.48", "jaxb": "2.3.9"}, JERSEY, javax=True),
    Service("cxf-4.2.3", "cxf", {"cxf": "4.2.3", "description": "4.2.0"}, CXF),
    Service("cxf-4.2.3-ids", "cxf", {"cxf": "4.2.3", "description": "4.2.0"}, CXF_ALL, ["ids"]),
    Service("cxf-4.2.3-javadoc", "cxf", {"cxf": "4.2.3", "description": "4.2.0"}, CXF_ALL, ["javadoc", "{target}/javadoc"], javadoc=True),
    Service("resteasy-6.2.16", "resteasy", {"resteasy": "6.2.16.Final"}, RESTEASY),
    Service("resteasy-6.2.16-schemas", "resteasy", {"resteasy": "6.2.16.Final"}, RESTEASY_ALL, ["schemas"]),
    Service("enunciate-2.18.1", "enunciate", {"enunciate": "2.18.1"}, ENUNCIATE, goal=GOAL),
]


def _run(command: list[str], **more: object) -> None:
    done = subprocess.run(command, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    if done.returncode:
        sys.exit(f"{' '.join(command[:6])} ...\n{done.stdout}")


def _classpath(folder: Path, target: Path, properties: dict[str, str], *profile: str) -> str:
    """What Maven resolves for a POM."""
    given = [f"-D{name}={value}" for name, value in properties.items()]
    file = target / "classpath.txt"
    goal = "dependency:build-classpath"
    _run(["mvn", "-B", "-q", "-f", str(folder / "pom.xml"), goal, f"-Dmdep.outputFile={file}", *given, *profile])
    return file.read_text("utf-8").strip()


def build(service: Service) -> tuple[list[str], list[str]]:
    """Compiles the sources, those of ``garden`` and the service's own; gives the command that starts it, and what follows the port."""
    folder = HERE / service.folder
    target = service.target
    shutil.rmtree(target, ignore_errors=True)
    sources, classes = target / "src", target / "classes"
    for origin in (SHARED, folder):
        for source in sorted((origin / "garden").glob("*.java")):
            text = source.read_text("utf-8")
            copy = sources / source.relative_to(origin)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(re.sub(r"\bjakarta\.(?=ws|xml)", "javax.", text) if service.javax else text, encoding="utf-8")
    classpath = _classpath(folder, target, service.properties)
    files = [str(path) for path in sorted(sources.rglob("*.java"))]
    _run(["javac", "-nowarn", "--release", "17", "-parameters", "-cp", classpath, "-d", str(classes), *files])
    for resource in folder.glob("*.xml"):
        if resource.name != "pom.xml":
            shutil.copy(resource, classes)
    if service.doclet:
        path = _classpath(folder, target, {**service.properties, "jersey": service.doclet}, "-Pdoclet")
        doclet = ["-doclet", "org.glassfish.jersey.wadl.doclet.ResourceDoclet", "-docletpath", path]
        _run(["javadoc", *doclet, "-classpath", path, "-sourcepath", str(sources), "-output", str(classes / "resourcedoc.xml"), "garden"])
    if service.javadoc:
        _run(
            ["javadoc", "-quiet", "-Xdoclint:none", "-d", str(target / "javadoc"), "-cp", classpath, "-sourcepath", str(sources), "garden"]
        )
    arguments = [argument.format(target=target) for argument in service.arguments]
    return ["java", "-cp", os.pathsep.join([str(classes), classpath]), "garden.Main"], arguments


def make(service: Service) -> dict[str, str]:
    """The files that a goal of Maven writes."""
    shutil.rmtree(service.target, ignore_errors=True)
    given = [f"-D{name}={value}" for name, value in {**service.properties, "out": str(service.target)}.items()]
    _run(["mvn", "-B", "-q", "-f", str(HERE / service.folder / "pom.xml"), *given, "compile", service.goal])
    return {file: (service.target / what).read_text("utf-8") for file, what in service.asked.items()}


@contextmanager
def running(command: list[str], arguments: list[str]) -> Iterator[int]:
    """The service, until the block ends: its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*command, str(port), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said = []
    try:
        for line in process.stdout:
            said.append(line)
            if line.strip() == "ready":
                break
        else:
            sys.exit("".join(said))
        yield port
    finally:
        process.stdin.close()  # at the end of its input, a service stops by itself
        process.stdout.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ask(port: int, what: str) -> str:
    """What is served, with 8080 for the port."""
    method, _, path = what.rpartition(" ")
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method or "GET", headers={"Accept": "*/*"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read().decode("utf-8")
    except urllib.error.HTTPError as problem:
        sys.exit(f"{what}: {problem}\n{problem.read().decode('utf-8', 'replace')}")
    text = re.sub(rf"(?<=[1t]:){port}\b", "8080", text).replace("\r\n", "\n")
    return text if text.endswith("\n") else text + "\n"


def check(service: Service, keep: bool) -> bool:
    """Whether the service serves what is kept; with ``keep``, that is written first."""
    same = True
    if service.goal:
        served = make(service)
    else:
        with running(*build(service)) as port:
            served = {file: ask(port, what) for file, what in service.asked.items()}
    if keep:
        shutil.rmtree(service.kept, ignore_errors=True)
    for file, text in served.items():
        kept = service.kept / file
        if keep:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(text, encoding="utf-8", newline="\n")
        before = kept.read_text("utf-8") if kept.is_file() else ""
        if before != text:
            same = False
            changes = difflib.unified_diff(before.splitlines(), text.splitlines(), f"{service.name}/{file}, kept", "served", lineterm="")
            print("\n".join(changes))
    surplus = {path.relative_to(service.kept).as_posix() for path in service.kept.rglob("*") if path.is_file()} - set(served)
    if surplus:
        print(f"{service.name}: kept, and no longer asked for: {', '.join(sorted(surplus))}")
    return same and not surplus


def main() -> int:
    """Checks the services that the command line names, or all."""
    parser = argparse.ArgumentParser(description="Compares what the services serve with what is kept.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a service, or how the names of several begin")
    parser.add_argument("--keep", action="store_true", help="write anew what is kept")
    options = parser.parse_args()
    chosen = [service for service in SERVICES if not options.names or service.name.startswith(tuple(options.names))]
    if not chosen:
        parser.error(f"no such service; there are {', '.join(service.name for service in SERVICES)}")
    results = {service.name: check(service, options.keep) for service in chosen}
    for name, same in results.items():
        print(f"{name}: {'as kept' if same else 'DIFFERS'}")
    return 0 if all(results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
