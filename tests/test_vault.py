from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Engine, MetaData, Table, create_engine, insert, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import StatementError
from sqlmodel import Field, Session, SQLModel

from bot.vault import (
    EncryptedJSON,
    EncryptedText,
    Phi,
    Vault,
    VaultError,
    key_check_value,
    lock,
    matches,
    opened,
    unlock,
)

VAULT = Vault(b"k" * 32)
OTHER = Vault(b"o" * 32)
WORDS = "昨晚 38.5 °C, I feel dreadful"
ANY_TEXT = st.text(st.characters(categories=None))


class SealedNote(SQLModel, table=True):
    __tablename__ = "sealed_note"
    metadata = MetaData()
    id: int | None = Field(default=None, primary_key=True)
    words: str | None = Field(default=None, sa_column=Column(EncryptedText("sealed_note.words")))
    facts: Any = Field(default=None, sa_column=Column(EncryptedJSON("sealed_note.facts")))


TABLE: Table = SealedNote.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://", hide_parameters=True)
    SealedNote.metadata.create_all(engine)
    unlock(VAULT)
    yield engine
    lock()
    engine.dispose()


def refusal(sealed: bytes, place: str = "note.words", vault: Vault = VAULT) -> str:
    with pytest.raises(VaultError) as refused:
        vault.decrypt(sealed, place)
    said = str(refused.value)
    assert place in said
    assert refused.value.__cause__ is None
    return said


@given(ANY_TEXT, st.from_regex(r"\A[a-z_]{1,20}\.[a-z_]{1,20}\Z"))
def test_any_text_comes_back_but_for_lone_surrogates(plain: str, place: str) -> None:
    expected = "".join("\N{REPLACEMENT CHARACTER}" if "\ud800" <= letter <= "\udfff" else letter for letter in plain)
    assert VAULT.decrypt(VAULT.encrypt(plain, place), place) == expected


def test_the_same_words_are_sealed_differently_each_time() -> None:
    assert len({VAULT.encrypt(WORDS, "note.words") for _ in range(100)}) == 100


def test_nothing_of_the_words_is_in_the_sealed_value() -> None:
    assert b"dreadful" not in VAULT.encrypt(WORDS, "note.words")


def test_a_value_that_was_moved_to_another_place_does_not_open() -> None:
    assert "another place" in refusal(VAULT.encrypt(WORDS, "person.name"))


def test_a_value_with_any_bit_changed_does_not_open() -> None:
    sealed = VAULT.encrypt(WORDS, "note.words")
    for at in range(len(sealed)):
        for bit in range(8):
            changed = bytearray(sealed)
            changed[at] ^= 1 << bit
            assert "dreadful" not in refusal(bytes(changed))


def test_a_value_that_was_cut_or_lengthened_does_not_open() -> None:
    sealed = VAULT.encrypt("", "note.words")
    for length in range(len(sealed)):
        refusal(sealed[:length])
    refusal(sealed + b"\0")


def test_a_value_sealed_with_another_key_says_so() -> None:
    assert "key that is not here" in refusal(VAULT.encrypt(WORDS, "note.words"), vault=OTHER)


def test_after_a_rotation_old_values_open_and_are_known_as_old() -> None:
    rotated = Vault(b"o" * 32, older=[b"k" * 32])
    old, new = VAULT.encrypt(WORDS, "note.words"), rotated.encrypt(WORDS, "note.words")
    assert rotated.decrypt(old, "note.words") == rotated.decrypt(new, "note.words") == WORDS
    assert (rotated.is_current(old), rotated.is_current(new)) == (False, True)
    assert OTHER.decrypt(new, "note.words") == WORDS
    assert matches(OTHER, key_check_value(rotated))


@pytest.mark.parametrize("key", [b"", b"k" * 16, b"k" * 31, b"k" * 33])
def test_a_key_of_another_length_is_refused(key: bytes) -> None:
    with pytest.raises(VaultError, match="32 bytes"):
        Vault(key)
    with pytest.raises(VaultError, match="32 bytes"):
        Vault(b"k" * 32, older=[key])


def test_a_blind_index_is_the_same_only_for_the_same_value_purpose_and_key() -> None:
    index = VAULT.blind("5551234", "telegram id")
    assert index == Vault(b"k" * 32).blind("5551234", "telegram id")
    assert len(index) == 64
    assert len({index, VAULT.blind("5551235", "telegram id"), VAULT.blind("5551234", "phone")}) == 3
    assert index != OTHER.blind("5551234", "telegram id")


@given(ANY_TEXT, ANY_TEXT)
def test_purpose_and_value_cannot_be_shifted_into_each_other(value: str, more: str) -> None:
    assert VAULT.blind(value + more, "a") != VAULT.blind(more, "a" + "b" + value.replace("\0", ""))


def test_a_purpose_with_a_nul_is_refused() -> None:
    with pytest.raises(VaultError):
        VAULT.blind("x", "a\0b")


def test_a_wrong_data_key_is_noticed_by_its_check_value() -> None:
    stored = key_check_value(VAULT)
    assert matches(VAULT, stored)
    assert not matches(OTHER, stored)
    assert not matches(VAULT, "")
    assert not matches(VAULT, "ü\ud800")


def test_the_check_value_and_the_key_id_give_away_no_key() -> None:
    sealed = VAULT.encrypt("", "note.words")
    assert b"kkkk" not in sealed
    assert key_check_value(VAULT) != VAULT.blind("anhao", "")


def test_phi_and_vault_do_not_show_themselves() -> None:
    phi = Phi(WORDS)
    assert repr(phi) == "‹phi›"
    assert repr({"words": phi}) == "{'words': ‹phi›}"
    assert f"{phi}" == phi == WORDS
    assert "k" * 32 not in repr(VAULT)


@pytest.mark.parametrize("words", [WORDS, "", "NUL \0 inside", None])
def test_an_encrypted_column_gives_back_what_was_put_in_and_stores_bytes(engine: Engine, words: str | None) -> None:
    facts = None if words is None else {"数": [1, 2.5, None, True], "words": words}
    with Session(engine) as session:
        session.add(SealedNote(id=1, words=words, facts=facts))
        session.commit()
    with Session(engine) as session:
        note = session.get_one(SealedNote, 1)
        assert (note.words, note.facts) == (words, facts)
        stored = session.connection().execute(text("select words, facts from sealed_note")).one()
    assert {type(value) for value in stored} == {type(None) if words is None else bytes}


def test_a_lone_surrogate_becomes_the_replacement_character(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(SealedNote(id=1, words="a\ud83db", facts=["\udc00"]))
        session.commit()
    with Session(engine) as session:
        note = session.get_one(SealedNote, 1)
        assert (note.words, note.facts) == ("a\ufffdb", ["\ufffd"])


def test_a_row_read_from_the_database_does_not_show_its_words(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(SealedNote(id=1, words=WORDS, facts={"reply": [WORDS]}))
        session.commit()
    with Session(engine) as session:
        assert "dreadful" not in repr(session.get_one(SealedNote, 1))


def test_a_value_copied_to_another_column_does_not_open(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(TABLE).values(id=1, words=WORDS, facts=["x"]))
        connection.execute(text("update sealed_note set words = facts"))
        with pytest.raises(VaultError, match=r"sealed_note\.words"):
            connection.execute(select(TABLE.c.words)).all()


def test_with_the_vault_locked_columns_can_be_neither_written_nor_read(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(TABLE).values(id=1, words=WORDS))
        lock()
        with pytest.raises(VaultError, match="locked"):
            connection.execute(select(TABLE.c.words)).all()
        with pytest.raises(StatementError, match="locked") as refused:
            connection.execute(insert(TABLE).values(id=2, words=WORDS))
        assert "dreadful" not in str(refused.value)
        with pytest.raises(VaultError, match="locked"):
            opened()


def test_what_a_column_cannot_hold_is_refused_without_showing_it(engine: Engine) -> None:
    for values in ({"words": b"dreadful"}, {"facts": {"dreadful": date(2026, 1, 1)}}, {"facts": float("nan")}):
        with engine.begin() as connection, pytest.raises(StatementError) as refused:
            connection.execute(insert(TABLE).values(id=1, **values))
        assert "dreadful" not in str(refused.value)


def test_looking_an_encrypted_column_up_by_value_is_refused_rather_than_finding_nothing(engine: Engine) -> None:
    looks: list[Callable[[], object]] = [
        lambda: TABLE.c.words == "x",
        lambda: TABLE.c.words.in_(["x"]),
        lambda: TABLE.c.words.like("x"),
        lambda: TABLE.c.words.desc(),
    ]
    for look in looks:
        with pytest.raises(TypeError, match="blind index"):
            look()
    with engine.begin() as connection:
        connection.execute(insert(TABLE).values([{"id": 1, "words": "x"}, {"id": 2, "words": None}]))
        assert connection.scalars(select(TABLE.c.id).where(TABLE.c.words.is_(None))).all() == [2]
        assert connection.scalars(select(TABLE.c.id).where(TABLE.c.words.is_not(None))).all() == [1]
        assert connection.scalars(select(TABLE.c.id).where(TABLE.c.words == None)).all() == [2]  # noqa: E711


def test_statements_on_two_encrypted_columns_are_not_mistaken_for_each_other(engine: Engine) -> None:
    """SQLAlchemy caches compiled statements by their types, so the place must be part of the type's key."""
    assert EncryptedText("a.b")._static_cache_key != EncryptedText("a.c")._static_cache_key
    assert EncryptedText("a.b")._static_cache_key != EncryptedJSON("a.b")._static_cache_key


def test_on_postgresql_a_sealed_column_is_bytea() -> None:
    assert EncryptedText("a.b").compile(dialect=make_url("postgresql+psycopg://").get_dialect()()) == "BYTEA"
    assert repr(EncryptedText("a.b")) == "EncryptedText('a.b')"


@pytest.mark.parametrize("place", ["", "words", "note.", "a.b.c"])
def test_a_place_that_is_not_table_and_column_is_refused(place: str) -> None:
    with pytest.raises(VaultError, match=r"table\.column"):
        EncryptedText(place)
