"""Beginning a plug-in: files that pass their own tests at once, to change from there.

A bundled one goes to ``plugins/<label>`` and ``tests/<label>`` of this checkout; a
stand-alone one is a distribution of its own, named under the entry point group
``pumasi.plugins``. Nothing that is there is ever written over.
"""

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from string import Template

from django.conf import settings

from plugins.installed import named_plugins

TEMPLATES = Path(__file__).parent / "management" / "scaffold"
SUFFIX = "-tpl"


class ScaffoldRefused(Exception):
    """The plug-in cannot be begun; the message says why."""


@dataclass(frozen=True, slots=True)
class Scaffold:
    """What was written, and what to do next."""

    files: tuple[Path, ...]
    next_steps: str


def scaffold(label: str, *, title: str, standalone: Path | None = None) -> Scaffold:
    """Write the files of a new plug-in; raises ScaffoldRefused before writing any."""
    _refuse_unfit(label, title)
    base = standalone or Path(settings.BASE_DIR)
    module = label if standalone else f"plugins.{label}"
    words = {
        "label": label,
        "module": module,
        "slug": label.replace("_", "-"),
        "distribution": f"pumasi-{label.replace('_', '-')}",
        "title": title,
        "Class": "".join(part.title() for part in label.split("_")),
    }
    if standalone:
        if standalone.exists() and any(standalone.iterdir()):
            raise ScaffoldRefused(f"{standalone} is not empty.")
        pairs = [("plugin", base / label), ("tests", base / "tests"), ("standalone", base)]
    else:
        pairs = [("plugin", base / "plugins" / label), ("tests", base / "tests" / label)]
        if taken := next((folder for _part, folder in pairs if folder.exists()), None):
            raise ScaffoldRefused(f"{taken} is there already.")
    files = [file for part, folder in pairs for file in _texts(part, folder, words)]
    if not standalone:
        files.append((base / "tests" / label / "__init__.py", ""))
    for path, text in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Scaffold(
        tuple(path for path, _text in files),
        _after_standalone(standalone, module) if standalone else _after_bundled(label, module),
    )


def _refuse_unfit(label: str, title: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", label) or keyword.iskeyword(label):
        raise ScaffoldRefused(f"{label!r} is no name for a package: use a-z, 0-9 and _.")
    taken = {name.rpartition(".")[2] for name in [*settings.INSTALLED_APPS, *named_plugins()]}
    if label in taken or find_spec(label) is not None:
        raise ScaffoldRefused(f"{label!r} is taken by an app or module that is there already.")
    if not title.strip() or set(title) & set('"\\\n{}%'):
        raise ScaffoldRefused("The title must be plain words.")


def _texts(part: str, folder: Path, words: dict[str, str]) -> Iterator[tuple[Path, str]]:
    """Yield path and text of each template of that part."""
    for source in sorted((TEMPLATES / part).rglob(f"*{SUFFIX}")):
        names = source.relative_to(TEMPLATES / part).parts
        name = "/".join(words["label"] if each == "label" else each for each in names)
        if name.startswith("test_plugin"):
            name = name.replace("plugin", words["label"])
        text = Template(source.read_text(encoding="utf-8")).substitute(words)
        yield folder / name.removesuffix(SUFFIX), _in_order(text)


def _in_order(text: str) -> str:
    """Sort neighbouring one-line imports: where the plug-in's own belong depends on its name."""
    return re.sub(
        r"(?:^from [\w.]+ import [\w, ]+\n)+",
        lambda run: "".join(sorted(run[0].splitlines(keepends=True))),
        text,
        flags=re.MULTILINE,
    )


def _after_bundled(label: str, module: str) -> str:
    return (
        f"Try it:    PLUGINS={','.join([*named_plugins(), module])} pytest tests/{label}\n"
        f"Bundle it: add {module!r} to BUNDLED in plugins/installed.py and to the import layers "
        f"in pyproject.toml, then run `manage.py migrate`."
    )


def _after_standalone(folder: Path, module: str) -> str:
    return (
        f"Try it:    cd {folder} && PYTHONPATH={settings.BASE_DIR} pytest\n"
        f"Use it:    pip install {folder}, add {module} to PLUGINS, run `manage.py migrate`."
    )
