"""Writes the papers of the package: `licences/` with every part's licence, and the list of parts `sbom.cdx.json`.

Usage (package.py does it): TOOLS_PYTHON scripts/package_papers.py --folder F --origins parts.json --python P
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from package_parts import ROOT, Part, all_parts, read_list
from packaging.utils import canonicalize_name
from runtime_parts import PROGRAM

SBOM = "sbom.cdx.json"
LICENCES = "licences"
_ASK = (
    "import json, platform, sysconfig; "
    "print(json.dumps([sysconfig.get_path('purelib'), sysconfig.get_path('stdlib'), platform.python_version()]))"
)


def main() -> None:
    """Write both into the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--folder", "--origins", "--python"):
        parser.add_argument(name, type=Path, required=True)
    given = parser.parse_args()
    asked = subprocess.run([given.python, "-c", _ASK], capture_output=True, check=True)
    purelib, stdlib, version = json.loads(asked.stdout)
    parts = all_parts(
        site_packages=Path(purelib),
        python=given.python,
        stdlib=Path(stdlib),
        python_version=version,
        origins=given.origins,
    )
    write_licences(parts, given.folder / LICENCES)
    write_sbom(parts, given.python, given.folder / SBOM)
    inner = sum(len(read_list(one)["components"]) for part in parts for one in part.lists)
    print(f"{len(parts)} parts and {inner} built into them: {LICENCES}/, {SBOM}")


def write_licences(parts: Sequence[Part], folder: Path) -> None:
    """One folder a part with the words of its licence, and a table of all."""
    shutil.rmtree(folder, ignore_errors=True)
    lines = ["part\tversion\tlicence\tcame in\ttexts"]
    for part in parts:
        own = folder / _safe(part.name)
        for text in part.texts:
            _copy(text, own)
        texts = f"{own.name}/" if part.texts else (f"{_safe(part.within)}/" if part.within else "")
        lines.append("\t".join((part.name, part.version, part.licence, part.within, texts)))
        lines.extend("\t".join(one) for one in _inner_lines(part))
    (folder / "parts.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _inner_lines(part: Part) -> Iterator[tuple[str, str, str, str, str]]:
    for one in _inner(part):
        licences = [
            licence.get("expression") or licence["license"].get("id") or licence["license"].get("name", "")
            for licence in one.get("licenses", [])
        ]
        yield one["name"], one.get("version", ""), " / ".join(licences), part.name, ""


def _inner(part: Part) -> list[dict[str, Any]]:
    return [
        component
        for path in part.lists
        for component in read_list(path)["components"]
        if canonicalize_name(component["name"]) != canonicalize_name(part.name)
    ]


def _copy(text: Path, folder: Path) -> None:
    """Copy a text; below `licenses/`, a wheel's own folders stay."""
    inside = text.parts[text.parts.index("licenses") + 1 :] if "licenses" in text.parts else (text.name,)
    target = folder.joinpath(*inside)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(text, target)


def _safe(name: str) -> str:
    return "".join(one if one.isalnum() or one in ".+-_" else "-" for one in name).strip("-")


def write_sbom(parts: Sequence[Part], python: Path, target: Path) -> None:
    """The list of parts in CycloneDX: what the well-kept tool says of the Python parts, and the rest beside it.

    Raises:
        SystemExit: the list does not hold to the format's schema.
    """
    made = _of_environment(python)
    known = {canonicalize_name(one["name"]): one for one in made["components"]}
    ours = {canonicalize_name(part.name): part for part in parts if part.purl.startswith("pkg:pypi/")}
    made["metadata"]["component"]["version"] = ours.pop(PROGRAM).version
    components = [_with_inner(known[name], part) for name, part in ours.items()]
    references = {one["bom-ref"] for one in components}
    components += [_component(part) for part in parts if not part.purl.startswith("pkg:pypi/")]
    made["components"] = components
    root = made["metadata"]["component"]["bom-ref"]
    made["dependencies"] = [
        one | {"dependsOn": [name for name in one.get("dependsOn", []) if name in references]}
        for one in made["dependencies"]
        if one["ref"] in references | {root}
    ]
    text = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True)
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        raise SystemExit(f"{SBOM} does not hold to its schema: {wrong}")
    target.write_text(text + "\n", encoding="utf-8", newline="\n")


def _of_environment(python: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "environment.json"
        command = [sys.executable, "-m", "cyclonedx_py", "environment", "--pyproject", str(ROOT / "pyproject.toml")]
        subprocess.run(
            [*command, "--sv", "1.6", "--output-reproducible", "--short-PURLs", "-o", str(out), str(python)], check=True
        )
        return read_list(out)


def _with_inner(component: dict[str, Any], part: Part) -> dict[str, Any]:
    if not component.get("licenses"):
        component["licenses"] = _licence(part.licence)
    inner = [one | {"bom-ref": f"{component['bom-ref']}:{one['bom-ref']}"} for one in _inner(part)]
    return component | {"components": inner} if inner else component


def _component(part: Part) -> dict[str, Any]:
    made = {"type": "library", "name": part.name, "licenses": _licence(part.licence)}
    made["bom-ref"] = part.purl or _safe(part.name)
    made |= {key: text for key, text in (("version", part.version), ("purl", part.purl)) if text}
    if part.within:
        made["description"] = f"In {part.within}"
    return made


def _licence(words: str) -> list[dict[str, Any]]:
    return [{"license": {"name": words}}]


if __name__ == "__main__":
    main()
