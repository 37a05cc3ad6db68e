"""The project names no machine and no registry, so it installs wherever its reader is."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.house import tree

REGISTRIES = (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("yarnpkg", "com"),
    ("unpkg", "com"),
    ("jsdelivr", "net"),
    ("cdnjs", "cloudflare", "com"),
    ("deb", "debian", "org"),
    ("ghcr", "io"),
    ("docker", "io"),
)
REGISTRY = re.compile("|".join(re.escape(".".join(parts)) for parts in REGISTRIES), re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.*})])/" + r"(?:work|root|home)/")
PIN = re.compile(r"[A-Za-z0-9._-]+==[^\s;\\]+")
INDEX = re.compile(r"^\s*(?:-i|-f|--(?:extra-)?index-url|--find-links|--trusted-host)\b|://")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def addresses(path: Path, text: str) -> Iterator[str]:
    """Yield a complaint for each line that names a registry or a place on one machine."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := REGISTRY.search(line) or MACHINE_PATH.search(line):
            yield f"{path}:{number}: {found[0]}"


def loose_requirements(path: Path, text: str) -> Iterator[str]:
    """Yield a complaint for each requirement without a pin or a hash, and each index line."""
    for number, line in enumerate(text.splitlines(), 1):
        if INDEX.search(line):
            yield f"{path}:{number}: names an index: {line.strip()}"
    joined = re.sub(r"\\\n\s*", " ", text)
    for line in joined.splitlines():
        requires = line.strip() and not line.lstrip().startswith("#")
        if requires and not (PIN.match(line) and HASH.search(line)):
            yield f"{path}: not pinned with a hash: {line[:60]}"


def addressed_packages(path: Path, text: str) -> Iterator[str]:
    """Yield a complaint for each locked npm package with an address, or without a checksum."""
    for name, package in json.loads(text).get("packages", {}).items():
        if "resolved" in package:
            yield f"{path}: {name} is tied to an address"
        if name and not package.get("link") and "integrity" not in package:
            yield f"{path}: {name} has no checksum"


def test_no_registry_and_no_machine_is_named() -> None:
    problems = [line for path in tree.files() for line in addresses(path, tree.text_of(path))]
    assert not problems, tree.listed(problems)


def test_locked_requirements_have_hashes_and_no_index() -> None:
    locks = tree.with_suffix(".lock")
    assert locks, "the requirements must be locked"
    problems = [line for path in locks for line in loose_requirements(path, tree.text_of(path))]
    assert not problems, tree.listed(problems)


def test_locked_npm_packages_have_checksums_and_no_address() -> None:
    locks = [path for path in tree.files() if path.name == "package-lock.json"]
    assert locks, "the front end's packages must be locked"
    problems = [line for path in locks for line in addressed_packages(path, tree.text_of(path))]
    assert not problems, tree.listed(problems)


def unlocked(wanted: Iterable[str], lock: str) -> set[str]:
    """Return the names of `wanted` requirements that a lock does not pin."""
    names = {re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0].lower() for requirement in wanted}
    pinned = {line.split("==")[0].lower() for line in lock.splitlines() if PIN.match(line)}
    return {name.replace("_", "-") for name in names} - pinned


def test_everything_asked_for_is_locked() -> None:
    project = tomllib.loads(tree.text_of(Path("pyproject.toml")))
    runtime = tree.text_of(Path("requirements/runtime.lock"))
    development = tree.text_of(Path("requirements/dev.lock"))
    assert not unlocked(project["project"]["dependencies"], runtime)
    assert not unlocked(project["project"]["dependencies"], development)
    assert not unlocked(project["dependency-groups"]["dev"], development)


def test_a_requirement_without_a_lock_is_found() -> None:
    assert unlocked(["django>=5", "psycopg[binary]>=3"], "django==5.2 \\\n") == {"psycopg"}


def test_an_address_is_found() -> None:
    for parts in REGISTRIES:
        assert list(addresses(Path("a"), "https://www." + ".".join(parts) + "/x")), parts
    for place in ("work", "root", "home"):
        assert list(addresses(Path("a"), f'open("/{place}/someone/file")')), place
        assert not list(addresses(Path("a"), f"the frame/{place}/bench and ../{place}/page")), place


def test_a_loose_requirement_is_found() -> None:
    good = "a==1 \\\n    --hash=sha256:" + "0" * 64 + "\n    # via b\n"
    assert not list(loose_requirements(Path("r"), good))
    for bad in ("a==1\n", "a>=1 --hash=sha256:" + "0" * 64, "--index-url x\n" + good):
        assert list(loose_requirements(Path("r"), bad)), bad


def test_an_addressed_package_is_found() -> None:
    good = {"packages": {"": {"name": "city"}, "node_modules/a": {"integrity": "sha512-x"}}}
    assert not list(addressed_packages(Path("p"), json.dumps(good)))
    good["packages"]["node_modules/a"]["resolved"] = "somewhere"
    assert list(addressed_packages(Path("p"), json.dumps(good)))
