import random
import re
import secrets
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.invites import (
    NO_SUCH_INVITE,
    VALID_FOR,
    hash_secret,
    new_invite,
    parse,
    spelt,
    verify,
)

SALT = b"s" * 16


def test_an_invite_is_valid_for_two_weeks() -> None:
    assert timedelta(days=14) == VALID_FOR


@given(st.integers())
def test_every_payload_fits_a_telegram_deep_link_and_parses_to_its_parts(seed: int) -> None:
    invite = new_invite(random.Random(seed).randbytes)
    assert re.fullmatch(r"[A-Z2-7]{20}", invite.payload)
    assert parse(invite.payload) == (invite.selector, invite.secret)
    assert (len(invite.selector), len(invite.secret)) == (4, 16)


def test_the_secret_has_eighty_random_bits_of_its_own() -> None:
    asked: list[int] = []

    def randbytes(count: int) -> bytes:
        asked.append(count)
        return secrets.token_bytes(count)

    new_invite(randbytes)
    assert asked == [3, 10]
    assert len({new_invite(secrets.token_bytes).secret for _ in range(200)}) == 200


@pytest.mark.parametrize(
    "typed",
    [
        "ABCD234567ABCDEFGHIJ",
        "abcd234567abcdefghij",
        " ABCD-2345-67AB-CDEF-GHIJ\n",
        "ABCD 2345 67AB\u3000CDEF GHIJ",
        "ＡＢＣＤ２３４５６７abcdefghij",
        "ABCD–2345—67AB‑CDEF−GHIJ",
        "ABCD_2345_67AB_CDEF_GHIJ",
        "\u200eABCD2345\u200b67ABCDEFGHIJ\ufeff",
    ],
)
def test_a_code_is_read_whatever_the_case_width_spaces_and_dashes(typed: str) -> None:
    assert parse(typed) == ("ABCD", "234567ABCDEFGHIJ")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ABCD",
        "ABCD234567ABCDEFGHI",
        "ABCD234567ABCDEFGHIJK",
        "ABCD034567ABCDEFGHIJ",
        "ABCD134567ABCDEFGHIJ",
        "ABCD234567ABCDEFGHI=",
        "ABCD234567ABCDEFGHI例",
        "ABCD234567ABCDEFGHI\0",
        "ABCD234567ABCDEFGHIJ" + " " * 1000,
        "\ufdfa" * 100,
    ],
)
def test_what_is_no_code_parses_to_none(typed: str) -> None:
    assert parse(typed) is None


@given(st.text(st.characters(categories=None)))
def test_any_text_parses_to_a_code_or_none(typed: str) -> None:
    code = parse(typed)
    assert code is None or re.fullmatch(r"[A-Z2-7]{20}", code.selector + code.secret)


def test_a_code_as_it_is_spelt_for_people_parses() -> None:
    invite = new_invite(secrets.token_bytes)
    assert re.fullmatch(r"(?:[A-Z2-7]{4}-){4}[A-Z2-7]{4}", spelt(invite.payload))
    assert parse(spelt(invite.payload)) == (invite.selector, invite.secret)


def test_only_the_secret_itself_verifies() -> None:
    stored = hash_secret("234567ABCDEFGHIJ", SALT)
    assert verify("234567ABCDEFGHIJ", stored)
    for wrong in ("234567ABCDEFGHIK", "234567abcdefghij", "", "\ud800"):
        assert not verify(wrong, stored)


def test_the_hash_shows_no_secret_and_differs_by_its_salt() -> None:
    stored = hash_secret("234567ABCDEFGHIJ", SALT)
    assert "234567ABCDEFGHIJ" not in stored
    assert stored != hash_secret("234567ABCDEFGHIJ", b"t" * 16)
    assert stored.startswith("scrypt$13$8$1$")


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        hash_secret("234567ABCDEFGHIJ", b"s" * 15)


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "234567ABCDEFGHIJ",
        "scrypt$99$8$1$" + "0" * 32 + "$" + "0" * 64,
        "scrypt$0$8$1$" + "0" * 32 + "$" + "0" * 64,
        "scrypt$13$8$99$" + "0" * 32 + "$" + "0" * 64,
        "scrypt$13$8$1$" + "0" * 32 + "$" + "0" * 63,
        "md5$13$8$1$" + "0" * 32 + "$" + "0" * 64,
    ],
)
def test_what_is_no_hash_or_a_costly_one_verifies_nothing(stored: str) -> None:
    assert not verify("234567ABCDEFGHIJ", stored)


def test_a_selector_that_finds_nothing_costs_the_same_hash_and_verifies_nothing() -> None:
    assert NO_SUCH_INVITE.split("$")[:4] == hash_secret("x", SALT).split("$")[:4]
    assert not verify("234567ABCDEFGHIJ", NO_SUCH_INVITE)


def test_an_older_hash_with_other_costs_still_verifies() -> None:
    import hashlib

    digest = hashlib.scrypt(b"234567ABCDEFGHIJ", salt=SALT, n=2**10, r=4, p=2, dklen=32)
    assert verify("234567ABCDEFGHIJ", f"scrypt$10$4$2${SALT.hex()}${digest.hex()}")


def test_the_secret_does_not_show_in_a_repr() -> None:
    invite = new_invite(secrets.token_bytes)
    assert invite.secret not in repr(invite)
    assert invite.secret not in repr(parse(invite.payload))
