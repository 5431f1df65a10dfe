"""The papers that people sign: the table of concerns for the trial's doctors, the wordings for the ethics committee.

Made from the code by `anhao docs`, and kept in `docs/`; a test fails while they differ from what the code says.
"""

from collections.abc import Callable

from bot.languages import Languages
from bot.papers.concern_table import concern_table
from bot.papers.wording_table import wording_table

PAPERS: dict[str, Callable[[Languages], str]] = {"concerns.md": concern_table, "wordings.md": wording_table}
"""Each paper by its file name in `docs/`."""
