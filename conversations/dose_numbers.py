"""Numbers and writing in dose phrases: width, script, numerals and fractions in Chinese and English.

Everything here only rewrites or reads; what a number stands for is decided in `dose_phrases`.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

UNREADABLE = "\ufffd"
"""Stands for a character whose meaning would be a guess (a raised digit, a cross); no phrase with it is read."""

_TRADITIONAL: dict[str, int | str | None] = dict(
    (pair[0], pair[1])  # traditional, simplified: the characters that dose phrases use
    for pair in (
        "顆颗 兩两 倆俩 藥药 醫医 師师 沒没 減减 個个 點点 週周 號号 時时 後后 飯饭 總总 幾几 劑剂 從从 換换 "
        "記记 錯错 錠锭 樣样 還还 剛刚 過过 嗎吗 會会 應应 該该 請请 謝谢 問问 開开 來来 為为 這这 與与 針针 "
        "龍龙 鬆松 強强 潑泼 氫氢 讓让 對对 說说 溫温 嘔呕 別别 調调 夠够 僅仅 繼继 續续 舊旧 喫吃 雙双 單单 "
        "餘余 約约 實实 際际 歲岁 體体 長长 給给 變变 數数 鐘钟 頭头 種种 麼么 誰谁 準准 備备 當当 膠胶 壓压 "
        "產产 隨随 嚥咽 卻却 許许 異异 導导 輸输 靜静 脈脉 連连 須须 聽听 們们 煩烦 緊紧 壞坏 樓楼 順顺 補补 "
        "間间 無无 飲饮 陽阳 稱称 覺觉 漸渐 頓顿 湯汤 發发 燒烧 親亲 媽妈 爺爷 報报 認认 確确 測测 結结 計计 "
        "臨临 將将 隻只 盡尽 罰罚 動动 轉转 乾干 淨净 鈣钙 環环 諾诺 樂乐 質质 複复 囑嘱 詢询 擔担 齊齐 並并 "
        "晝昼 嘗尝 "
    ).split()
)
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

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_EN_ONES = {w: n for n, w in enumerate([*_ONES.split(), "eighteen", "nineteen"])}
_EN_TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
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
    plain = plain.translate(_PUNCTUATION).translate(str.maketrans(_TRADITIONAL)).translate(_FORMAL)
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
    """A fraction of a tablet; thirds are rounded to four places."""
    if top is None or bottom not in {2, 3, 4} or not top or top >= bottom:
        return None
    return (top / bottom).quantize(Decimal("0.0001"))


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
