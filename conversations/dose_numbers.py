"""Numbers and writing in dose phrases: width, script, numerals and fractions in Chinese and English.

Everything here only rewrites or reads; what a number stands for is decided in `dose_phrases`.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

UNREADABLE = "\ufffd"
"""Stands for a character whose meaning would be a guess (a raised digit, a cross); no phrase with it is read."""

_TRADITIONAL = str.maketrans(
    "顆兩倆藥醫師沒減個點週號時後飯總幾劑從換記錯錠樣還剛過嗎會應該請謝問開來為這與針龍鬆強潑氫讓對說溫嘔"
    "別調夠僅繼續舊喫雙單餘約實際歲體長給變數鐘頭種麼誰準備當膠壓產隨嚥卻許異導輸靜脈連須聽們煩緊壞樓順補"
    "間無飲陽稱覺漸頓湯發燒親媽爺報認確測結計臨將隻盡罰動轉乾淨鈣環諾樂質複囑詢擔齊並晝嘗",
    "颗两俩药医师没减个点周号时后饭总几剂从换记错锭样还刚过吗会应该请谢问开来为这与针龙松强泼氢让对说温呕"
    "别调够仅继续旧吃双单余约实际岁体长给变数钟头种么谁准备当胶压产随咽却许异导输静脉连须听们烦紧坏楼顺补"
    "间无饮阳称觉渐顿汤发烧亲妈爷报认确测结计临将只尽罚动转干净钙环诺乐质复嘱询担齐并昼尝",
)
"""The traditional characters that dose phrases use, and their simplified forms."""

_FORMAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰〇俩仨", "一二二三三四五六六七八九十百零两三")
_PUNCTUATION = str.maketrans(
    dict.fromkeys("⁄", "/")
    | dict.fromkeys("’‘`´", "'")
    | dict.fromkeys("–—−‐‑﹣", "-")
    | dict.fromkeys("〜∼∽", "~")
    | dict.fromkeys("•·", ",")
    | dict.fromkeys("。", ". ")
    | {"廿": "二十", "卅": "三十"}
    | dict.fromkeys('“”"「」『』', " ")
    | dict.fromkeys("【[{<《", "(")
    | dict.fromkeys("】]}>》", ")")
)
_CROSSES = frozenset("❌🚫❎✗✘✖⭕⛔")

ZH_DIGITS = "零一二两三四五六七八九十百"
_D = "[一二两三四五六七八九]"
_ZH_STRICT = re.compile(rf"(?:(?P<h>{_D})百)?(?:零(?P<z>{_D})|(?P<t>{_D})?(?P<ten>十)(?P<o>{_D})?|(?P<one>{_D}))?")
_ZH_VALUE = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}

_EN_UP_TO_TWENTY = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen"""
_EN_ONES = {word: number for number, word in enumerate(_EN_UP_TO_TWENTY.split())}
_EN_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_EN_TENS = {word: 10 * number for number, word in enumerate(_EN_TENS_WORDS.split(), 2)}
_EN_TENS["fourty"] = 40
_EN_PART = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.25")}


def normalise(text: str) -> str:
    """Return the phrase in one writing: narrow, lower case, simplified, plain punctuation, single spaces."""
    out: list[str] = []
    for char in text:
        shape = unicodedata.decomposition(char)
        if shape.startswith("<fraction>"):
            out.append(" " + unicodedata.normalize("NFKC", char))
        elif char in _CROSSES or shape.startswith(("<super>", "<sub>")):
            out.append(UNREADABLE)
        elif unicodedata.category(char) in {"So", "Sk", "Cc", "Zl", "Zp"} and not shape:
            out.append(" ")
        elif unicodedata.category(char) not in {"Cf", "Co", "Cn", "Cs", "Me"} and not "\ufe00" <= char <= "\ufe0f":
            out.append(char)
    plain = unicodedata.normalize("NFKC", "".join(out)).lower()
    plain = re.sub("[-=]+>", "→", plain)
    plain = plain.translate(_PUNCTUATION).translate(_TRADITIONAL).translate(_FORMAL)
    return re.sub(r"\s+", " ", plain).strip()


def read_zh(run: str) -> Decimal | None:
    """Read a run of Chinese numerals from 0 to 999; None where it is not one number (五六 is a range)."""
    if run == "零":
        return Decimal(0)
    found = _ZH_STRICT.fullmatch(run)
    if not found or not run:
        return None
    value = _ZH_VALUE.get(found["h"] or "零", 0) * 100
    if found["z"]:
        return Decimal(value + _ZH_VALUE[found["z"]]) if found["h"] else None
    if found["ten"]:
        value += 10 * _ZH_VALUE.get(found["t"] or "一", 1) + _ZH_VALUE.get(found["o"] or "零", 0)
    elif found["one"]:
        value += _ZH_VALUE[found["one"]] * (10 if found["h"] else 1)
    return Decimal(value)


_DIGITS = r"(?:[0-9]+(?:\.[0-9]+)?|(?<![^ ])\.(?:5|25|75)(?![0-9]))"
_EN_ONE = "|".join(sorted(_EN_ONES, key=len, reverse=True))
_EN_TEN = "|".join(sorted(_EN_TENS, key=len, reverse=True))
_EN_INT = rf"(?:(?:{_EN_TEN})(?:[ -](?:{_EN_ONE})(?![a-z]))?|{_EN_ONE})"
_EN_WHOLE = rf"(?:(?:an?|{_EN_ONE}) hundred(?: and)?(?: {_EN_INT})?|{_EN_INT})"
_EN_FRACTION = r"(?:(?:an?|one|1)[ -])?(?:half|quarter)|(?:three|3)[ -]quarters?"
_OF_ONE = r"(?: of)?(?: an?| one| the)?(?= ?(?:tab|pill))"
NUMBER = re.compile(
    rf"(?P<mixed>[0-9]+) ?(?: |又|and )(?P<mn>[1-3])/(?P<md>[2-4])(?![0-9/])"
    rf"|(?P<num>[0-9]{{1,2}}) ?/ ?(?P<den>[0-9]{{1,2}})(?![0-9/])"
    rf"|(?P<dand>{_DIGITS}) and (?P<dpart>{_EN_FRACTION})(?![a-z])(?:{_OF_ONE})?"
    rf"|(?P<digits>{_DIGITS})"
    rf"|(?P<zwhole>[{ZH_DIGITS}]+)又(?P<zwd>[{ZH_DIGITS}]+)分之(?P<zwn>[{ZH_DIGITS}]+)"
    rf"|(?P<zden>[{ZH_DIGITS}]+)分之(?P<znum>[{ZH_DIGITS}]+)"
    rf"|(?P<zh>[{ZH_DIGITS}]+)"
    rf"|(?P<half>半)"
    rf"|(?<![a-z])(?P<ewhole>{_EN_WHOLE}) and (?P<epart>{_EN_FRACTION})(?![a-z])(?:{_OF_ONE})?"
    rf"|(?<![a-z])(?P<epartonly>{_EN_FRACTION})(?![a-z]){_OF_ONE}"
    rf"|(?<![a-z])(?P<en>{_EN_WHOLE})(?![a-z])"
    rf"|(?<![a-z])(?P<article>an?)(?= (?:[0-9.]+ ?mg )?(?:tab|pill))"
)
"""One number, in digits, Chinese or English; `read_number` gives its value."""


def _en_whole(words: str) -> Decimal:
    total = 0
    for word in re.findall(r"[a-z]+", words):
        if word == "hundred":
            total *= 100
        elif word in {"a", "an"}:
            total += 1
        elif word != "and":
            total += _EN_ONES.get(word, 0) + _EN_TENS.get(word, 0)
    return Decimal(total)


def _en_part(words: str) -> Decimal:
    last = re.findall(r"[a-z]+", words)[-1]
    return _EN_PART[last] * (3 if words.startswith(("three", "3")) else 1)


def _ratio(top: Decimal | None, bottom: Decimal | None) -> Decimal | None:
    """A half, thirds and quarters of a tablet."""
    if top is None or bottom not in {2, 3, 4} or not top or top >= bottom:
        return None
    return top / bottom


def read_number(found: re.Match[str]) -> Decimal | None:
    """Return the value of a match of NUMBER; None where it is not one number."""
    got = {name: text for name, text in found.groupdict().items() if text is not None}
    if "mixed" in got:
        part = _ratio(Decimal(got["mn"]), Decimal(got["md"]))
        return None if part is None else Decimal(got["mixed"]) + part
    if "num" in got:
        return _ratio(Decimal(got["num"]), Decimal(got["den"]))
    if "dand" in got:
        return Decimal(got["dand"]) + _en_part(got["dpart"])
    if "digits" in got:
        return Decimal(got["digits"])
    if "zwhole" in got:
        whole, part = read_zh(got["zwhole"]), _ratio(read_zh(got["zwn"]), read_zh(got["zwd"]))
        return None if whole is None or part is None else whole + part
    if "zden" in got:
        return _ratio(read_zh(got["znum"]), read_zh(got["zden"]))
    if "zh" in got:
        return read_zh(got["zh"])
    if "half" in got:
        return Decimal("0.5")
    if "ewhole" in got:
        return _en_whole(got["ewhole"]) + _en_part(got["epart"])
    if "epartonly" in got:
        return _en_part(got["epartonly"])
    return Decimal(1) if "article" in got else _en_whole(got["en"])
