"""The house rules that a machine can hold: which way imports run, what the core may not touch, what nobody writes.

`violations` reads source text only. The second half of this file proves that each rule bites.
"""

from __future__ import annotations

import ast
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# The top level is fixed: these are all the places in which something of ours can stand.
TOP_LEVEL = (
    "bot", "conversations", "locales", "tests", "docs", ".ci",
    "pyproject.toml", "Procfile", "README.md", "CHANGELOG.md", "LICENSE", "Makefile", "constraints.txt", ".gitignore",
)  # fmt: skip

# Put together here, so that this file does not name them.
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("yarnpkg", "com"),
        ("deb", "debian", "org"), ("proxy", "golang", "org"), ("crates", "io"), ("repo1", "maven", "org"),
    )
)  # fmt: skip

NOT_FOR_THE_CORE = {"asyncio", "logging", "os", "time"}
CLOCKS = {"datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today"}
ABOVE_THE_CORE = ("conversations.questionnaires", "conversations.rules", "conversations.trial")

# Who may import what of `bot`, besides itself: (module, allowed).
KNOWS_ONLY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("bot.models", ("bot.vault",)),
    # a channel knows what comes in, what goes out, and its own library
    ("bot.channels", ("bot.inbound", "bot.delivery")),
)
# Who may import it, besides itself: (module, allowed).
KNOWN_ONLY_TO: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("bot.__main__", ()),
    ("bot.rehearsal", ("bot.__main__", "bot.commands", "bot.demo")),
)
# `__main__ -> {inbox, clock, outbox, staff, console, reports, rehearsal} -> apply -> models`
ABOVE_APPLY = tuple(
    f"bot.{name}"
    for name in ("channels", "clock", "commands", "console", "inbox", "outbox", "rehearsal", "reports", "staff")
)


def violations(root: Path) -> list[str]:
    """Every breach of a house rule under `root`, one line each: `file:line: what`."""
    found: list[str] = []
    for path in _files(root):
        where = path.relative_to(root)
        if path.suffix == ".py":
            tree = ast.parse(path.read_bytes(), str(where))
            module = ".".join(where.with_suffix("").parts).removesuffix(".__init__")
            package = module if where.name == "__init__.py" else module.rpartition(".")[0]
            imports = list(_imports(tree, package))
            found += [f"{where}:{line}: {what}" for line, what in _comment_violations(path)]
            if where.parts[0] == "conversations":
                found += [f"{where}:{line}: {what}" for line, what in _core_violations(module, tree, imports)]
            if where.parts[0] == "bot":
                found += [f"{where}:{line}: {what}" for line, what in _arrow_violations(module, imports)]
                found += [f"{where}:{line}: {what}" for line, what in _loss_violations(tree)]
        for line, words in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            found += [f"{where}:{line}: names the registry {host}" for host in REGISTRY_HOSTS if host in words]
    return found


def _files(root: Path) -> Iterator[Path]:
    for name in TOP_LEVEL:
        top = root / name
        inside = sorted(top.rglob("*")) if top.is_dir() else [top]
        yield from (path for path in inside if path.is_file() and "__pycache__" not in path.parts)


def _imports(tree: ast.Module, package: str) -> Iterator[tuple[int, str]]:
    """Each imported name as an absolute dotted path: `from ..a import b` in `bot.c.d` gives `bot.a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _within(name: str, *packages: str) -> bool:
    """Whether the name is one of the packages, or inside one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _core_violations(module: str, tree: ast.Module, imports: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    above = _within(module, *ABOVE_THE_CORE)
    for line, name in imports:
        top = name.partition(".")[0]
        if top != "conversations" and (top not in sys.stdlib_module_names or top in NOT_FOR_THE_CORE):
            yield line, f"the core imports {top}"
        if not above and _within(name, *ABOVE_THE_CORE):
            yield line, f"the core below imports {name} from above"
        if above and _within(name, "conversations.trial") and not _within(module, "conversations.trial"):
            yield line, f"{module} imports {name}, which is the top"
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            source = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            names |= {alias.asname or alias.name: source + alias.name for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            first, _, rest = ast.unparse(node).partition(".")
            if (called := f"{names.get(first, first)}.{rest}") in CLOCKS:
                yield node.lineno, f"the core looks at a clock: {called}"
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith):
            yield node.lineno, "the core waits"


def _arrow_violations(module: str, imports: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for line, name in imports:
        if not _within(name, "bot"):
            continue
        for inner, allowed in KNOWS_ONLY:
            if _within(module, inner) and not _within(name, inner, *allowed):
                yield line, f"{inner} imports {name}"
        for inner, allowed in KNOWN_ONLY_TO:
            if _within(name, inner) and not _within(module, inner, *allowed):
                yield line, f"{module} imports {name}"
        if _within(module, "bot.apply") and _within(name, *ABOVE_APPLY):
            yield line, f"bot.apply imports {name} from above"


def _loss_violations(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """`drop_pending_updates` loses what people wrote while the bot was down, as an argument or in JSON."""
    for node in ast.walk(tree):
        given: list[tuple[str | None, ast.expr]] = []
        if isinstance(node, ast.Call):
            given = [(keyword.arg, keyword.value) for keyword in node.keywords]
        elif isinstance(node, ast.Dict):
            given = [
                (ast.unparse(key).strip("'"), value) for key, value in zip(node.keys, node.values, strict=True) if key
            ]
        for name, value in given:
            if name == "drop_pending_updates" and ast.unparse(value) not in {"False", "None"}:
                yield value.lineno, "drops pending updates"


def _comment_violations(path: Path) -> Iterator[tuple[int, str]]:
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT and re.match(r"#\s*type:\s*ignore(?!\[[^]]+\]\s+#\s*\w)", token.string):
                yield token.start[0], "a type error is ignored without `[code]  # reason`"


def test_the_house_is_in_order() -> None:
    found = violations(ROOT)

    assert not found, "\n".join(found)


BAD = {
    # the core
    "conversations/a.py": ("import sqlmodel", "the core imports sqlmodel"),
    "conversations/b.py": ("from bot.models import Participant", "the core imports bot"),
    "conversations/c.py": ("import asyncio.tasks", "the core imports asyncio"),
    "conversations/d.py": ("def late():\n    import logging", "the core imports logging"),
    "conversations/e.py": ("from time import monotonic", "the core imports time"),
    "conversations/f.py": ("from os import environ", "the core imports os"),
    "conversations/g.py": ("from datetime import datetime\nx = datetime.now()", "the core looks at a clock: datetime."),
    "conversations/h.py": ("import datetime as d\nx = d.datetime.utcnow", "the core looks at a clock: datetime."),
    "conversations/i.py": ("from datetime import date as d\nx = d.today()", "the core looks at a clock: datetime."),
    "conversations/j.py": ("async def f(): pass", "the core waits"),
    "conversations/k.py": ("from conversations.rules import urgent", "imports conversations.rules.urgent from above"),
    "conversations/l.py": ("from . import questionnaires", "imports conversations.questionnaires from above"),
    "conversations/lexicons/m.py": (
        "from ..questionnaires.daily import DAILY",
        "questionnaires.daily.DAILY from above",
    ),
    "conversations/n.py": ("from conversations import trial", "imports conversations.trial from above"),
    "conversations/rules/o.py": ("from conversations.trial import ARMS", "trial.ARMS, which is the top"),
    # the arrows of the shell
    "bot/models/a.py": ("from bot.settings import Settings", "bot.models imports bot.settings.Settings"),
    "bot/models/b.py": ("from .. import outbox", "bot.models imports bot.outbox"),
    "bot/channels/c.py": ("from bot.models import Message", "bot.channels imports bot.models.Message"),
    "bot/channels/d.py": ("from ..vault import blind", "bot.channels imports bot.vault.blind"),
    "bot/e.py": ("from bot.__main__ import main", "bot.e imports bot.__main__.main"),
    "bot/f.py": ("def demo():\n    from bot import rehearsal", "bot.f imports bot.rehearsal"),
    "bot/apply.py": ("from bot.inbox import receive", "bot.apply imports bot.inbox.receive from above"),
    # what nobody writes
    "bot/g.py": ("bot.delete_webhook(drop_pending_updates=True)", "drops pending updates"),
    "bot/h.py": ("post(json={'drop_pending_updates': yes})", "drops pending updates"),
    "bot/i.py": ("x = f()  # type: ignore", "a type error is ignored without"),
    "bot/j.py": ("x = f()  # type: ignore[arg-type]", "a type error is ignored without"),
    "constraints.txt": (f"--index-url https://{REGISTRY_HOSTS[0]}/simple", "names the registry"),
    "docs/install.md": (f"Look at files.{REGISTRY_HOSTS[1]}.", "names the registry"),
}

GOOD = {
    "conversations/__init__.py": '"""The core."""',
    "conversations/schedule.py": "import re\nfrom datetime import time\nfrom . import text\nx = time(20).hour",
    "conversations/rules/urgent.py": "from ..facts import Facts\nfrom conversations import questionnaires",
    "conversations/trial.py": "from conversations.questionnaires import daily\nfrom .rules import urgent",
    "bot/models/participant.py": "import sqlmodel\nfrom bot.vault import Encrypted\nfrom .base import Base",
    "bot/channels/telegram.py": "import telegram\nfrom bot.inbound import Inbound\nfrom . import Channel",
    "bot/apply.py": "from bot.models import Answer\nimport conversations.events",
    "bot/__main__.py": "from bot.rehearsal import demo\nfrom datetime import datetime\nx = datetime.now()",
    "bot/commands/simulate.py": "from bot.rehearsal import study",
    "bot/rehearsal/study.py": "from bot.rehearsal.people import Person",
    "bot/web.py": "f(drop_pending_updates=False)\nx = g()  # type: ignore[no-any-return]  # no types in APScheduler 3",
    "tests/test_demo.py": "from bot.rehearsal import demo\nf(drop_pending_updates=True, words='# type: ignore')",
}


def _write(root: Path, path: str, source: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(source + "\n", encoding="utf-8")


@pytest.mark.parametrize("path", BAD)
def test_each_rule_bites(tmp_path: Path, path: str) -> None:
    """One bad file among good ones is reported, once, with its place."""
    source, complaint = BAD[path]
    for good, text in GOOD.items():
        _write(tmp_path, good, text)
    _write(tmp_path, path, source)

    (found,) = violations(tmp_path)

    assert found.startswith(f"{path}:{len(source.splitlines())}: ")
    assert complaint in found


def test_good_files_are_left_alone(tmp_path: Path) -> None:
    for path, text in GOOD.items():
        _write(tmp_path, path, text)

    assert violations(tmp_path) == []
