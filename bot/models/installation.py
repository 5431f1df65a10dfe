"""What this installation knows about itself: a few named values, such as the check of its data key."""

from sqlmodel import Field

from bot.models.base import Row


class Installation(Row, table=True):
    """A named value: `data_key` (its check value), `roster` (held while it is saved), what the auditor last found."""

    name: str = Field(primary_key=True)
    value: str
