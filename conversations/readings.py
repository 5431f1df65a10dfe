"""Numbers in free text: temperature, blood pressure, blood sugar and amounts of medicine, each as a concern.

Source: clinical-content §4 (E02, E10, E11, E13, U01, U24, U25, R05). Units are told apart by word and by size; nothing
that has neither is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "俩": 2}
_HAN_NUMBER = re.compile(
    r"[零〇一二两三四五六七八九十百]{2,7}|[一二两三四五六七八九十](?=点[零一二三四五六七八九])|[三四]十"
)
_ENGLISH = {
    "fifteen": 15,
    "sixteen": 16,
    "eighteen": 18,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
}
_TENS = re.compile(f" ({'|'.join(_ENGLISH)})(?= )")
_TEMPERATURE = re.compile(
    r"(?<![\d./])(?P<c>3[3-9]|4[0-3])(?:\.(?P<f>\d{1,2}))? ?(?P<unit>度|° ?c(?: |$)|celsius|centigrade|"
    r"degrees? ?c?(?= )|degs?(?= )|c(?= )|多度|°)? ?(?P<tail>\d(?![\d./])|半)?"
)
_FAHRENHEIT = re.compile(
    r"(?<![\d./])(?P<f>9[5-9]|10[0-9])(?:\.(?P<d>\d))? ?(?P<unit>f(?= )|° ?f(?= )|华氏度?|fahrenheit|degrees? f|"
    r"degrees?(?= )|degs?(?= )|°)?"
)
_TEMPERATURE_WORDS = re.compile(
    r"体温|发烧|发热|烧到|高烧|低烧|量了|量出|量得|量的|腋下|寒战|发冷|发抖|打哆嗦|耳温|额温|温度| (?:temp|temps|"
    r"temperature|fever|feverish|chills|shivering|shaking|thermometer|tmp)(?= )"
)
_NOT_BODY = re.compile(
    r"福州|厦门|泉州|漳州|莆田|三明|南平|龙岩|宁德|平潭|"
    r"气温|天气|外面|室外|室内|屋里|水温|空调|热水|烤箱|今天最高|高度|白酒|度的酒|冰箱|洗澡水| (?:weather|"
    r"outside|outdoors?|oven|water|sunny|forecast|room temperature|fridge|heat wave|heatwave)(?= )"
)
_FOR_DAYS = re.compile(
    r"[好几两三四五六七]天|一周|一个?星期|天天|每天|一直|反复| (?:for|past|last) (?:\w+ )?(?:days|weeks?)(?= )"
    r"| (?:every|each) (?:day|night|evening)(?= )| keeps? "
)
_OTHER_MEASURE = re.compile(
    r"血糖|糖|体重|公斤|斤|毫克|片|元|块|钱|尿酸|肌酐|白蛋白| (?:sugars?|glucose|weight|weigh|kg|kilos?|mg|mmol|"
    r"pounds?|lbs?|cm|km|albumin|percent|euros?|dollars?)(?= )|%"
)
_PRESSURE = re.compile(r"(?<![\d./])(?P<s>\d{2,3}) ?(?:/|over|比) ?(?P<d>\d{2,3})(?![\d/])")
_SYSTOLIC = re.compile(
    r"(?:高压|上压|收缩压|血压| systolic| upper| top number| blood pressure|"
    r" bp)[^\d.!?;]{0,14}(?P<s>\d{2,3})(?![\d./]| ?(?:片|粒|号|块|元|天|点|mg|days?))"
)
_DIASTOLIC = re.compile(
    r"(?:低压|下压|舒张压| diastolic| lower number| bottom number)[^\d,.!?;]{0,10}(?P<d>\d{2,3})(?![\d./])"
)
_BP_SIGNS = re.compile(
    r"头痛|头疼|头晕得|头胀|头[像快要都得]{0,3}(?:炸|爆|裂)|头很痛|头很疼|看不清|模糊|眼花"
    r"|胸|糊涂|麻|说话|恶心|吐|看东西|没力"
    r"| (?:headache|head|blurr?y|blurred|vision|chest|confused|numb|weak|vomit\w*|seeing|dizzy|see straight"
    r"|see properly|see double|can't see|cannot see)(?= )"
)
_SUGAR = re.compile(
    r"(?:血糖|餐后|空腹|糖| sugars?| glucose| bgl?)[^\d.!?;]{0,18}(?P<v>\d{1,3}(?:\.\d)?)(?![\d/]| ?(?:片|粒|天|"
    r"号|块|元|点钟|小时|次|days?|times|weeks?|mg(?! ?dl)))"
)
_SUGAR_SIGNS = re.compile(
    r"吐|嗜睡|糊涂|昏|叫不|迷糊|喘| (?:vomit\w*|drowsy|sleepy|confused|throwing up|being sick|fuzzy)(?= )"
)
_UNITS_ZH = "片|粒|颗|丸|板|盒|瓶"
_TABLETS = re.compile(
    rf"(?<![\d./])(?P<n>\d{{2,3}}) ?(?:多|几|来)?(?:{_UNITS_ZH.replace('|板|盒|瓶', '')})|"
    rf" (?P<n2>\d{{2,3}}) (?:[a-z]+ ){{0,3}}(?:tablets?|pills?|tabs?|capsules?)(?= )"
)
_TOOK = re.compile(r"吃了|吞了|服了|吃下|吞下|喝下|吃掉|一次吃|一口气| (?:took|taken|swallowed|have had|ate)(?= )")
_AT_ONCE = re.compile(r"一次|一口气|一下子|一起|全部| (?:at once|in one go|all together|together)(?= )")
_MG = re.compile(r"(?<![\d./])(?P<n>\d{3,4}) ?(?:mg|毫克)")
_STEROID = re.compile(
    r"激素|强的松|泼尼松|甲泼尼龙|美卓乐|地塞米松| (?:pred|prednisone|prednisolone|steroids?|medrol|"
    r"methylprednisolone)(?= )"
)
_AZA = re.compile(r"硫唑|依木兰| (?:aza|azathioprine|imuran)(?= )")


@dataclass(frozen=True, slots=True)
class Reading:
    """A number found: the concern it raises (or `""` for a value that raises none), where it stands, what it says."""

    lexicon: str
    start: int
    end: int
    kind: str


def _han(text: str) -> str:
    total, digit, last = 0, 0, ""
    if not re.search("[十百]", text):
        return "".join(str(_DIGITS[c]) for c in text) if len(text) > 1 or text in _DIGITS else text
    for c in text:
        if c == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif c == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS.get(c, 0)
            last = c
    if text[-1] not in "十百" and "百" in text and "十" not in text and "零" not in text:
        digit = _DIGITS.get(last, 0) * 10
    return str(total + digit)


def with_digits(line: str) -> str:
    """Chinese numerals as digits, of the same length where it can be (三十九度二 -> 39度2), for number reading only."""
    line = _TENS.sub(lambda m: " " + str(_ENGLISH[m[1]]), line)
    out = _HAN_NUMBER.sub(lambda m: _han(m[0]), line)
    out = re.sub(r"(?<=\d) ?点 ?([零一二三四五六七八九]|\d(?!\d))", lambda m: "." + str(_DIGITS.get(m[1], m[1])), out)
    return re.sub(r"(?<=度) ?([零一二三四五六七八九])", lambda m: str(_DIGITS[m[1]]), out)


def _sentence(line: str, at: int) -> str:
    start = max(line.rfind(c, max(0, at - 120), at) for c in ".!?;") + 1
    ends = [line.find(f" {c} ", at, at + 120) for c in ".!?;"]
    end = min([e for e in ends if e >= 0], default=len(line))
    return line[max(start, at - 120) : min(end + 1, at + 120)]


def _temperatures(line: str) -> Iterator[Reading]:
    for m in _TEMPERATURE.finditer(line):
        here = _sentence(line, m.start())
        word = bool(_TEMPERATURE_WORDS.search(here))
        bare = bool(m["f"]) and not _OTHER_MEASURE.search(here)  # 39.1 alone is nothing else
        if (not m["unit"] and not word and not bare) or (_NOT_BODY.search(here) and not word):
            continue
        if not m["unit"] and re.match(
            r" ?(?:片|粒|颗|号|块|元|岁|天|次|mg|毫克|分|days?|years?|tablets?|weeks?|/|%)", line[m.end() :]
        ):
            continue
        tail = "5" if m["tail"] == "半" else m["tail"]
        value = float(f"{m['c']}.{m['f'] or (tail if m['unit'] else None) or 0}")
        yield Reading(_warm(value, here), m.start(), m.end(), "temperature")
    for m in _FAHRENHEIT.finditer(line):
        here = _sentence(line, m.start())
        unit = m["unit"] or ""
        sure = unit and ("f" in unit or "华氏" in unit)
        if not sure and not _TEMPERATURE_WORDS.search(here) and not (m["d"] and not _OTHER_MEASURE.search(here)):
            continue
        if not unit and re.match(r" ?(?:/|片|粒|mg|%|次|bpm|beats|over)", line[m.end() :]):
            continue
        value = (float(f"{m['f']}.{m['d'] or 0}") - 32) / 1.8
        yield Reading(_warm(value, here), m.start(), m.end(), "temperature")


def _warm(value: float, said: str) -> str:
    """The concern of a body temperature in °C; for days on end even a low fever is one (U01: two warm readings)."""
    value = round(value + 1e-6, 1)
    if value >= 39.0:
        return "sepsis"
    if value >= 38.0 or value < 35.0:
        return "fever"
    if value >= 37.5:
        return "fever" if _FOR_DAYS.search(said) else "reading"
    return ""


def _pressure_of(upper: int, lower: int, line: str, start: int, end: int) -> Reading | None:
    if not (50 <= upper <= 280 and (lower == 0 or 30 <= lower <= 180)):
        return None
    signs = _BP_SIGNS.search(line[max(0, start - 120) : end + 120])
    if upper >= 180 or lower >= 110:
        return Reading("bp_danger" if signs else "bp", start, end, "pressure")
    if upper < 90:
        return Reading("bp", start, end, "pressure")
    return Reading("reading" if upper >= 160 or lower >= 100 else "", start, end, "pressure")


def _pressures(line: str) -> Iterator[Reading]:
    spans = []
    for m in _PRESSURE.finditer(line):
        if int(m["s"]) > int(m["d"]) and int(m["s"]) >= 60:
            found = _pressure_of(int(m["s"]), int(m["d"]), line, m.start(), m.end())
            spans.append(m.span())
            if found:
                yield found
    for pattern, name in ((_SYSTOLIC, "s"), (_DIASTOLIC, "d")):
        for m in pattern.finditer(line):
            value = int(m[name])
            if any(a <= m.end() <= b + 4 for a, b in spans):
                continue
            found = (
                _pressure_of(value, 0, line, m.start(), m.end())
                if name == "s"
                else _pressure_of(120, value, line, m.start(), m.end())
            )
            if found:
                yield found


_HI = re.compile(
    r"(?:显示|是|打出|跳出|写着|报| says?| reads?| shows?| showing| just| reading| displays?|"
    r" at)[:,]?(?: just)?(?: a)? (?:hi|high|lo)(?= )(?! [a-z])|(?<=[\u4e00-\u9fff]) hi(?= )"
)
_MMOL = re.compile(r"(?<![\d./])(?P<v>\d{1,2}(?:\.\d)?) ?(?:mmol|毫摩)")
_SUGAR_WORD = re.compile(r"血糖|测糖| (?:meter|sugars?|glucose|glucometer)(?= )")


def _sugars(line: str) -> Iterator[Reading]:
    for m in _HI.finditer(line):
        if _SUGAR_WORD.search(line[max(0, m.start() - 60) : m.end() + 20]):
            yield Reading("glucose_danger", m.start(), m.end(), "sugar")
    for m in (*_SUGAR.finditer(line), *_MMOL.finditer(line)):
        value = float(m["v"])
        if value > 45:
            value /= 18.0
        if not 0.5 <= value <= 60:
            continue
        signs = _SUGAR_SIGNS.search(line[max(0, m.start() - 120) : m.end() + 120])
        if value < 3.0 or value >= 33.3 or (value >= 16.7 and signs):
            name = "glucose_danger"
        elif value >= 16.7 or value < 3.9:
            name = "glucose"
        else:
            name = "reading" if value >= 11.1 else ""
        yield Reading(name, m.start(), m.end(), "sugar")


def _amounts(line: str) -> Iterator[Reading]:
    for m in _TABLETS.finditer(line):
        here = _sentence(line, m.start())
        count = int(m["n"] or m["n2"])
        if _TOOK.search(here) and (count >= 30 or (count >= 15 and (_AT_ONCE.search(here) or count >= 20))):
            yield Reading("overdose", m.start(), m.end(), "amount")
    for m in _MG.finditer(line):
        here = _sentence(line, m.start())
        count = int(m["n"])
        if (_STEROID.search(here) and count > 200) or (_AZA.search(here) and count > 400):
            yield Reading("overdose", m.start(), m.end(), "amount")


def readings(line: str) -> list[Reading]:
    """Every number of a line (already through `with_digits`) that says something about the body or a dose."""
    return [*_temperatures(line), *_pressures(line), *_sugars(line), *_amounts(line)]
