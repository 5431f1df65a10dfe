"""The words that are put together to a dose, each with a letter for its part.

The order counts: at each place the first pattern that fits is taken. A group `n` holds the number of a word.

    n number    u tablets   g milligrams  t tablets, counted   m milligrams, counted   s strength   h 的 (behind mg)
    p part of the day   c clock   e each   k times (Chinese)   y times (English)   b bid, tid   d a day   a in all
    v divided in   f from   w reduced to   o to   z none taken   S as planned   P should have   O only
    L not all   B made up for   V now   J then   i respectively   + plus   x times sign   = makes   & and   , pause
    E each tablet   + / ( ) as written   R more or less   ? not known
"""

from __future__ import annotations

import re

from conversations.dose_numbers import ZH_DIGITS
from conversations.dose_words import AS_PLANNED, AT, AT_AM, AT_PM, DRUG, NO_DOSE, N

_EN_N = "[0-9]+|one|two|three|four|five|six"
_END = rf"(?=$|[ ,.;!:()~{AS_PLANNED}]|因为|由于|主要|是|所以)"
_MEDICINE = rf"(?:今天的?|今日的?|这个|的|药片?|激素|{DRUG})*"
_EN_MEDICINE = (
    rf"(?: (?:it|them|any|my|the|of|{DRUG}|tablets?|pills?|medicines?|medications?|meds|dose"
    r"|drug|steroids?|today'?s?|at|all|anything|single|completely|altogether))*"
)
_EAT = "(?:吃|服用|服|用|吃上|吃着)"
_TO = f"(?=了?(?:每天|一天|每日|一日|早|只)?{N}|了?$|了?[ ,.])"


def _en(words: str) -> str:
    return rf"(?<![a-z])(?:{words})(?![a-z']|-[a-z])"


PARTS: tuple[tuple[str, str], ...] = (
    # none taken
    ("L", "没有?(?:吃|服)(?:完|够|全|足|满)|没有?(?:全|都)部?(?:吃|服)|吃不完|没吃得完|没有?吃(?:那么|这么)多"),
    (
        "L",
        _en(
            "(?:did not|didn'?t|have not|haven'?t) (?:take|taken|finish|finished)(?: (?:it|them"
            "|the))? (?:all|full)(?: of (?:it|them))?|(?:did not|didn'?t) finish(?: it| them)?"
            "|not all(?: of (?:it|them))?|not everything"
        ),
    ),
    ("z", NO_DOSE),
    (
        "z",
        rf"(?:(?<![有就只还剩差少仅才了过的半])(?:一|半|1)(?:片|粒|颗|丸|次|点"
        rf"|顿)儿?{_MEDICINE}(?:都|也|全)?|都|也|全)?(?:没有?|未|没能|没敢|没顾得?上|没来得及"
        rf"|没想起来?)(?:去)?{_EAT}(?:过)?{_MEDICINE}[了啊呢呀哦]?{_END}",
    ),
    (
        "z",
        rf"(?:给|全)?忘[了记掉]?了?{_EAT}?{_MEDICINE}[了啦啊]?{_END}|漏(?:服|吃"
        rf"|用)?了?{_MEDICINE}{_END}|停(?:药|服|用|了|掉|激素|{DRUG})+{_MEDICINE}{_END}|^无$",
    ),
    (
        "z",
        _en(
            rf"(?:did not|didn'?t|have not|haven'?t|has not|hasn'?t|not|never)(?: even)? (?:take|taken"
            rf"|took|have|had|swallow){_EN_MEDICINE}(?: a single (?:one|tablet|pill))?"
        ),
    ),
    (
        "z",
        _en(
            rf"forg[eo]t(?:ten)?(?: (?:to take|to have|taking|about))?{_EN_MEDICINE}|(?:skip"
            rf"|miss)(?:ped|ed)?(?: taking)?{_EN_MEDICINE}|not (?:any|taken|a single (?:one|tablet"
            rf"|pill))"
        ),
    ),
    (
        "z",
        _en(
            rf"none{_EN_MEDICINE}(?: taken)?|nothing(?: at all| taken)?|nil|no (?:{DRUG} )?(?:tablets?"
            rf"|pills?|dose|steroids?|medicines?|medication|meds|{DRUG})(?: taken| at all)?"
        ),
    ),
    ("S", AS_PLANNED),
    # a new value
    (
        "w",
        rf"(?:减少?|降低?|增加?|加|升|涨|提高?|改|换|调整?|变|恢复|缩减)(?:药|量|药量|剂量|激素"
        rf"|{DRUG})?(?:到|至|为|成|回){_TO}|改[吃服]|->|→|=>",
    ),
    (
        "w",
        _en(
            rf"(?:reduced?|lowered|decreased?|tapered?|cut|dropped|went|gone|down|increased?|raised?"
            rf"|changed?|switched|moved|brought|adjusted|stepped)(?: (?:it|me|my|the|dose|down|back|up"
            rf"|{DRUG}|steroids?))* to(?= )"
        ),
    ),
    (
        "",
        _en(
            "(?:went|gone|came|changed|moved|dropped|reduced|tapered|cut|down|lowered|increased"
            "|decreased|switched)(?: (?:it|down|up|back))*(?= from)"
        ),
    ),
    ("", "从?今[天日儿](?:开始|起)|一起|一下子?|一直|一般|一次性|一口气|一次(?:吃|服)(?:完|下|掉)|一并|一样|有点|一早"),
    # how often
    (
        "v",
        rf"(?:平均|均)?分(?:成|为|作|开)?(?P<n>{N})(?:次|顿|回|份|批)(?:吃|服用?)?(?:完|的|了)?"
        rf"|分(?:早|中|午|晚|上|下|、|和|,)+(?:[两二三23]次)?(?:吃|服用?)?|分开?(?:吃|服用?)|分开",
    ),
    (
        "v",
        _en(
            rf"(?:divided|split|spread)? ?(?:in|into|over|across) (?P<n>{_EN_N}) (?:divided |separate "
            rf"|equal )?(?:doses?|goes|lots|times|portions|parts)|(?:divided|split) (?:in"
            rf"|into) (?P<n2>two|three|2|3)|divided(?: doses)?(?: (?:into"
            rf"|between))?|split(?: (?:into|between))?|spread (?:out )?(?:over|through|across) the day"
            rf"|in divided doses|over the day"
        ),
    ),
    ("p", "第[一二三四1234](?:次|顿|回)"),
    ("e", "每(?:次|顿|餐|回)(?:都|各)?|各自?|/次|均"),
    (
        "k",
        f"(?:共|一共)?(?P<n>{N}) ?(?:次|顿(?:饭(?:[以之]?[前后时])?)?|回)(?:/天|/日)?|(?:一日|每日"
        f"|一天|每天)?(?P<n2>[两三])餐(?:饭)?(?:前|后|时)?",
    ),
    (
        "e",
        _en(
            "each(?: time| dose| one| of them)?(?! (?:morning|evening|night|day))|apiece|per (?:dose"
            "|time)|at a time|every time"
        ),
    ),
    (
        "y",
        _en(
            rf"(?:(?P<once>once)|(?P<twice>twice)|(?P<thrice>thrice)|(?P<n>{_EN_N}) ?(?:times"
            rf"|x(?! ?[0-9])))(?: ?(?:(?:a|per|each|every) day|/ ?day|daily|today))?"
        ),
    ),
    ("b", _en(r"(?P<b>bid|b\.i\.d\.?|bd|tid|t\.i\.d\.?|tds|qid|q\.i\.d\.?|qd|q\.d\.?|qn|qam|qpm|qhs)")),
    (
        "d",
        r"(?:/|每)(?:天|日)|一天(?:下来|里|内)?|1天|一日|1日|天天|日服|全天|整天|/ ?d(?![a-z])|/ ?day|"
        + _en("daily|(?:a|per|each|every|the whole) day|all day"),
    ),
    (
        "a",
        "一共|总共|总量|总剂量|总计|合计|共计?|加起来|合起来|统共|拢共|总的|"
        + _en("in total|total(?: of)?|altogether|in all|all together|overall|combined"),
    ),
    # when
    ("c", f"[{AT}{AT_AM}{AT_PM}]"),
    (
        "p",
        rf"[今每]?(?:早上|早晨|清早|清晨|早起|大早|早(?!就|已|知)|上午|中午|正午|下午|傍晚|晚上"
        rf"|晚间|晚(?![了点些])|夜里|夜间|半夜|睡觉?前|临睡前?|入睡前|起床后?|午|中(?=[晚午各:]"
        rf"|{N}))(?:饭|餐)?(?:以|之)?(?:前|后|时|间)?",
    ),
    (
        "p",
        _en(
            r"(?:(?:in|at|with|after|before|this|for|during|every|each|around)? ?(?:the "
            r"|my )?)(?:(?:early |late )?mornings?|noon|midday|lunch(?:time)?|afternoon|evenings?"
            r"|nights?|bed(?:time)?|breakfast|dinner|supper|a\.m\.?|am|p\.m\.?|pm|tonight|midnight)"
        ),
    ),
    # more, less, instead
    (
        "P",
        "(?:(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,2})?(?:医生|大夫|主任|教授)(?:让|叫|要求|给|说"
        "|开|帮)+(?:我|的|要|是)*(?:吃|服)?|医嘱(?:是"
        "|说)?|(?:本来|原本|原来|原先|本|原)(?:应该|应|要|该|是)?(?:吃|服)?|应该?(?:吃|服)|应该"
        "|该[吃服]|(?:方案|计划|处方)是?|规定是?|我的?(?:剂量|用量|药量|量)是",
    ),
    (
        "P",
        _en(
            "(?:i )?(?:should|ought to|was supposed|am supposed|supposed|meant)(?: be| to| have| take"
            "| taken| taking)*|prescribed|(?:my|the) plan(?: is| was| says)?|(?:my|the) (?:daily "
            "|usual )?(?:dose|dosage|prescription) is|(?:the |my )?(?:doctor|dr) (?:said|says|told me"
            "|asked me|wants me)(?: to| take)*"
        ),
    ),
    (
        "O",
        "只[吃服用有是]?[了下]?|仅|实际上?|其实|结果|才吃|但是?|可是|不过|"
        + _en(
            "only|actually|but(?! (?:not )?(?:[0-9]|an?(?![a-z])|one|two|three|four|half|the|for|that"
            "|this))|in fact|ended up"
        ),
    ),
    ("V", "现在|目前|如今|" + _en("now|currently")),
    ("h", "(?<=克)的|(?<=mg)的"),
    ("", "先(?=.*又)"),
    (
        "J",
        "(?:过了?一?会儿?|后来|然后|之后|接着|过后)?又(?:再)?(?:吃|服)?了?|"
        + _en("(?:and )?(?:then|later) (?:took )?another|plus another|and another"),
    ),
    ("B", "补(?:吃|服|上|了|回|的)*"),
    ("i", "分别是?"),
    ("+", r"\+|加上?(?= ?[0-9" + ZH_DIGITS + "半])|" + _en("plus")),
    ("f", "从|由|自|" + _en("from")),
    (
        "o",
        "到|至|~(?= ?[0-9零一二两三四五六七八九十])|"
        + _en("to")
        + r"(?= [0-9]| one| two| three| four| five| six| seven| eight| nine| ten)",
    ),
    ("&", "和|跟|与|及|&|" + _en("and")),
    ("=", "=|等于|也就是|就是|即|折合|相当于|" + _en("equals?|makes?|that is|which is|i e")),
    ("E", "每[片粒颗丸](?:药)?(?:是|为|含)?|规格是?|" + _en("per (?:tablet|tab|pill)|strength")),
    ("/", "/"),
    ("(", r"\("),
    (")", r"\)"),
    (",", r"(?:[,;!:…、]|\.(?![0-9]))+|~|-(?![0-9.])|(?<=[早晚午上])-"),
    ("x", r"\*|×|乘以?|(?<![a-z])x(?![a-z])"),
)

MORE_OR_LESS: tuple[tuple[str, str], ...] = (
    (
        "R",
        "[减降加增添涨少多缩]了?|"
        + _en("more|another|half|quarter|reduced?|increased?|cut|lower(?:ed)?|decreased?|up|down|tapered?|again"),
    ),
)

UNITS: tuple[tuple[str, str], ...] = (
    ("g", r"毫克|(?<![a-z])m ?gs?(?![a-z])\.?|mg(?=[a-z]m)|" + _en("mgs?|milli ?grams?|mgm|milligramm?e?s?")),
    ("u", "片儿?|粒儿?|颗|丸儿?|锭|枚|个(?:小)?(?:药片|药丸|药)|小?药片|" + _en("tablets?|tabs?|pills?")),
    ("G", "[豪亳嚎][克课刻]|毫[课刻客可]|好克|" + _en("mq|milligram?s?e?")),
    ("U", "[篇偏骗棵课科]|个(?!半|月|小时|钟|星期|礼拜|人)"),
)
"""Units behind a number; capital letters for slips of an input method, which are confirmed."""

FILLERS: tuple[str, ...] = (
    DRUG,
    "我们|我妈妈?|我爸爸?|我老伴|我爱人|我先生|我太太|我奶奶|我爷爷|我|您好|您|你好|你们?"
    "|老人家?|老爷子|老太太|老伴|病人|患者|妈妈|爸爸|她|他|医生|大夫|护士|主任|教授|老师|同志"
    "|小助手",
    "情况|谢谢[您你了啦]?|感谢|多谢|麻烦了?|辛苦了?|好的|是的|嗯+|哦+|对的?|收到|报告|汇报|回复"
    "|回答|记录|记一下|登记|在此|以上|打扰了?|放心",
    "还是|后来|然后|之后|今天|今日|今儿个?|今|当天|当日|本日|刚才|刚刚|刚|已经|已|都|也|就|是"
    "|的确|确实|全部|全|按时|准时|按点|按量|随餐|空腹|饭后|饭前|餐后|餐前|饭时|温水|开水|送服"
    "|口服|顿服",
    "吃下去?|吃掉|吃完|吃过|吃好|吃|服用|服下|服完|服过|服药|服|使用|用药|用|喝|吞|咽下|完成"
    "|完|好|掉|下去|药片|药物|药量|剂量|用量|数量|量|药|激素|糖皮质激素|小|大|白色?|儿|把|给"
    "|在|有按",
    "了|的|过|啊|呀|吧|哦|嗯|哈|啦|呢|哒|喔|噢|嘛|哟|哎|呵|因为|由于|为|呗",
    _en(
        "all at once|at once|in one go|"
        "all(?= (?:my )?(?:[0-9]|one|two|three|four|five|six|seven|eight|nine|ten|twelve))|i"
        "|completely|totally|absolutely|managed|i'?ve|i'?m|i'?d|i'?ll have had|we|me|my|mine|he"
        "|she|his|her|hers|they|them|it|its|it'?s|that|that'?s|this|these|those|the|of|a|an|is"
        "|was|were|am|are|be|been|has|have|had|having|take|takes|taken|took|taking|swallowed|ate"
        "|used|got|did|do|done|so|just|already|also|both"
        "|today|today'?s|dose|dosage|amount|quantity|drug|drugs|medicines?|medications?|meds?"
        "|steroids?|corticosteroids?|oral|orally|po|by mouth|pred|strength|white|small|little"
        "|doctor|doc|dr|nurse|sir|madam|hello|hi|hey|dear|thanks?|thank you|thx|ty|cheers|please"
        "|pls|yes|yeah|yep|yup|ok|okay|sure|right|sorry|well|fine|good|great|regards|bye|mum|mom"
        "|mother|father|dad|husband|wife|grandma|grandpa|patient|patients?|the patient|reporting"
        "|report|answer"
        "|with|without food|for|on|at|as|in|food|meals?|a meal|after eating|before eating"
        "|after food|before food|after meals|before meals|time|on time|steroid dose|worth"
        "|each and every one|exactly|precisely|straight|dose was|no(?= ?[,.;!]| (?:i|just|only"
        "|it)(?![a-z]))"
    ),
)
"""Words that change nothing; they are passed over."""


def compiled(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of a list, ready to match."""
    return tuple((letter, re.compile(pattern)) for letter, pattern in pairs)
