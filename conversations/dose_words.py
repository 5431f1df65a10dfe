"""The vocabulary of dose phrases in Chinese and English, for a doctor and a linguist to read.

Applied in this order by `dose_phrases`: NEUTRAL (says nothing about the dose), SAME (as planned), TRAPS (always asked
again, with the reason). What is left is put together to a dose (`dose_tokens`); a word in no list makes it unclear.
Patterns see text of `dose_numbers.normalise`: narrow, lower case, simplified. `_en` puts word boundaries round English.
"""

from __future__ import annotations

from enum import StrEnum

from conversations.dose_numbers import UNREADABLE, ZH_DIGITS


class UnclearReason(StrEnum):
    """Why a phrase has to be asked again. Codes, the same in both languages."""

    NOTHING_READ = "nothing_read"  # no dose in it, or words that this reader does not know
    BARE_NUMBER = "bare_number"  # a number without unit: tablets or mg?
    TWO_READINGS = "two_readings"  # it can be read in two ways
    INCONSISTENT = "inconsistent"  # tablets and mg, or parts and total, do not agree
    RANGE = "range"  # 5-6 tablets
    APPROXIMATE = "approximate"  # about 6, at least 6, a few
    RELATIVE = "relative"  # one less, double, half of it
    STRENGTH_UNKNOWN = "strength_unknown"  # tablets, and nobody said of how many mg
    UNIT = "unit"  # grams, ml, boxes
    OTHER_DRUG = "other_drug"
    INJECTION = "injection"
    NOT_TODAY = "not_today"  # yesterday, tomorrow, a weekday
    ALTERNATE = "alternate"  # every other day, Mondays and Fridays: what was taken today?
    FREQUENCY = "frequency"  # three each time, but how often?
    SAME = "same"  # as usual, but there is no plan
    VOMITED = "vomited"
    NOT_SURE = "not_sure"  # does not remember, maybe
    NOT_YET = "not_yet"  # will take it, not yet taken
    PLANNED = "planned"  # what should be taken, not what was
    PART = "part"  # one dose of the day left out, the rest not told
    QUESTION = "question"


N = f"[0-9{ZH_DIGITS}半]+"
_H = f"(?:(?<![0-9.])(?:2[0-4]|1[0-9]|0?[0-9])(?![0-9])|[{ZH_DIGITS}]{{1,3}})"
_U = "(?:片|粒|颗|丸|锭|枚|篇|偏|骗|毫克|mg)"
_MONTHS = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
EN_N = "(?:[0-9]+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
AT, AT_AM, AT_PM, DRUG, AS_PLANNED, NO_DOSE = "\ue000\ue001\ue002\ue003\ue004\ue005"
"""Marks that the reader puts in place of a clock time, the drug's own name and "as usual"; nobody can type them."""


def _en(words: str) -> str:
    return rf"(?<![a-z])(?:{words})(?![a-z])"


HOURLY = rf"每隔?(?:{N}|几)个?半?(?:小时|钟头|分钟)|" + _en("every [a-z0-9]+ (?:hours?|hrs?)")
"""So much every so many hours: how often was it taken?"""

_SURNAMES = "wang|li|zhang|liu|chen|yang|zhao|huang|zhou|wu|xu|sun|hu|zhu|gao|lin|he|guo|ma|luo|pan|liang|song|xie"

NEUTRAL: tuple[str, ...] = (
    "(?:^|(?<=[ ,.!:好]))(?![没不])[\u4e00-\u9fff]{1,2}(?:医生|大夫|主任|护士长?|教授|老师)(?![说让叫要给开定嘱])",
    _en(rf"(?:dear )?(?:dr|doctor|prof|professor|nurse)\.? (?:{_SURNAMES})"),
    "(?:早上|早晨|上午|中午|下午|晚上)好|早安|午安|晚安|(?:十分|非常|万分)感谢|不多不少|一片不[多少差]|不小心|不注意",
    _en("good (?:morning|afternoon|evening|night|day)"),
    f"(?:[0-9]{{4}} ?年 ?)?{N} ?月 ?{N} ?[日号]|[0-9]{{4}}[-./][0-9]{{1,2}}[-./][0-9]{{1,2}}|(?<![0-9]){N}[日号]",
    rf"(?<![0-9/.])(?:1[0-2]|[1-9])/(?:3[01]|[12][0-9]|[5-9])(?![0-9/])(?! ?(?:{_U}|tab|pill|x))",
    _en(rf"(?:the )?[0-9]{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS}(?:,? 20[0-9]{{2}})?"),
    _en(
        rf"{_MONTHS} (?:the )?[0-9]{{1,2}}(?:st|nd|rd|th)?(?! ?(?:tab|pill|mg))(?:,? 20[0-9]{{2}})?"
        rf"|(?:on )?the [0-9]{{1,2}}(?:st|nd|rd|th)"
    ),
    "今天是?(?:周|星期|礼拜)[一二三四五六日天]",
    r"(?:体温|温度)(?:是|为|:)? ?[34][0-9](?:\.[0-9])? ?(?:度|°c?|c(?![a-z]))?"
    r"|[34][0-9](?:\.[0-9]+)? ?(?:度|°c?)",
    rf"血压(?:是|为|:)? ?[0-9]+ ?/ ?[0-9]+|血糖(?:是|为|:)? ?[0-9.]+|(?<![0-9.]){N}(?:岁|公斤|斤)",
    _en(
        r"(?:temp(?:erature)?|bp|blood pressure|blood sugar)(?: is| was"
        r"|:)? ?[0-9]+(?:[./][0-9]+)?(?: ?°?c)?|[0-9]+ years old|[0-9.]+ ?kg"
    ),
    f"(?:喝了?|就着|配着?|用)?(?:{N}|几)?(?:大|小)?(?:杯|口|碗)(?:温|热|开|白|凉|稀)*(?:水|牛奶|奶|豆浆|粥|汤)",
    _en(
        rf"(?:and )?(?:with |drank |drink )?(?:an?|some|plenty of|lots of|{EN_N})?(?: (?:big|full"
        rf"|small|large))? ?(?:glass(?:es)?|cups?|sips?) of (?:warm |cold )?(?:water|milk|tea"
        rf"|juice)"
    ),
    _en(
        "with (?:some |plenty of |lots of |warm |cold |my |a little )*(?:water|milk|food|juice"
        "|tea|yog[h]?urt|porridge)|on an empty stomach"
    ),
    "(?:没有?|未|忘了?|忘记)(?:吃|用)(?:早|午|晚|中)?(?:饭|餐|早点|东西)|没什么(?:事|问题"
    "|反应|不舒服|感觉|不适)?|没事|没问题|没关系",
    "(?:没有?|未|不|也没)(?:再|想)?(?:不舒服|不适|难受|反应|副作用|恶心|呕吐|吐|犯恶心)(?:了|过)?|不好意思|不客气",
    rf"(?:一[次片粒颗回顿]|1[次片粒颗]|从来?|一直)?(?:都|也)?(?:没有?|未)(?:漏|忘|忘记|落下|落"
    rf"|少吃|多吃|停药?|断药?)[了掉过]?(?:吃|服)?(?:药|过)?(?!了? ?(?:{N}|几))",
    _en(
        rf"(?:did not|didn'?t|have not|haven'?t|never|not|without)(?: been| have)? (?:miss(?:ed"
        rf"|ing)?|forget|forgotten|forgot|skip(?:ped)?|vomit(?:ed)?|throw up"
        rf"|thrown up|(?:been |be |felt |feel )?sick)(?: (?:any(?:thing)?|it|an?|single|one|doses?"
        rf"|tablets?|pills?|them|to take (?:it|them|any)))*(?! ?{EN_N})"
    ),
    _en(
        "(?:none|nothing|no (?:tablets?|doses?|pills?|dose|medication|medicine))(?: (?:of (?:it"
        "|them)|was|were|has been|have been|got))* (?:missed|skipped|forgotten|left out|omitted)"
        "|no (?:missed|skipped|forgotten) (?:doses?|tablets?|pills?)|(?:no"
        "|without)(?: any)? (?:problems?|issues?|side effects?|vomiting|nausea|trouble)"
    ),
    "(?:别的|其[他它]的?)(?:药)?(?:都|也)?(?:没有?|未)(?:吃|用|服)|(?:没有?|未)(?:吃|用"
    "|服)过?(?:别的|其[他它]的?)(?:药|激素)?",
    _en(
        rf"(?:instead of|rather than) (?:the )?(?:usual |normal |planned )?{EN_N}(?: ?(?:tablets?"
        rf"|tabs?|pills?|mg))?"
    ),
    _en("nothing else|no other (?:drugs?|medicines?|tablets?|steroids?|pills?|meds?)"),
    f"第{N}(?:天|周|个?月|个?疗程)|{N}个?半?(?:小时|钟头|分钟)(?:以?前|以?后|之前|之后)?",
    _en(
        rf"(?<!a )(?<!per )(?<!each )(?<!every )(?:day|week|month) [0-9]+(?! ?(?:tab|pill|mg|x))"
        rf"|(?:about )?(?:{EN_N}|half|an|a few) (?:an )?(?:hours?|hrs?|minutes?|mins?) (?:ago"
        rf"|before|after|later|earlier)"
    ),
)
"""Greetings, dates, measurements, water, meals, "no side effects", "missed nothing": taken out before all else."""

SAME: tuple[str, ...] = (
    "(?:和|跟|同|与|像)?(?:昨天|昨日|昨儿|前天|前几天|前两天|以前|之前|平时|平常|平日|往常"
    "|上次|原来|每天)(?:的|那样|的量|吃的|用量|剂量)*(?:都|是)?(?:一样|相同|一致|一个样|没变)",
    "照(?:常|旧|样|原样|原来的?|平时的?|老样子|方案|处方|医嘱|计划)|老样子|老规矩|同前|同上|同昨[天日]?|一切照[常旧]",
    "(?:按|按照|依|依照|遵照?)(?:原来的?|平时的?|医生(?:说|定|开|要求|吩咐|给|交代|嘱咐)的?"
    "|医嘱|方案|计划|规定|处方)(?:的?(?:量|方案|剂量))?",
    "(?:剂量|用量|药量|量)?(?:没有?变(?:化|过)?|不变|没有?改|未变)|(?<![没有未])(?:全部?|都|全都)(?:按时"
    "|按量)?(?:吃|服)(?:完了?|光了?|好了?|了)",
    _en(
        "(?:the )?(?:same|usual)(?: (?:dose|amount|number|thing|tablets"
        "|pills))?(?: again)?(?:(?: as| like) (?:yesterday|before|always|usual|last time|ever"
        "|normal|every day))?"
        "|(?:as|like) (?:usual|always|prescribed|planned|normal|instructed|directed|before"
        "|yesterday|scheduled|told|every day|ever)|unchanged|no changes?"
        "|all of (?:it|them|my (?:tablets|pills))|(?:took|taken|had) (?:them |it )?all|(?:my "
        "|the )?(?:full|whole|regular|normal|usual) (?:dose|amount)|according to (?:the )?plan"
    ),
)
"""As planned: read as the plan, to be confirmed, and only where there is one."""

_NOT_SAME = (
    "(?:没有?|不|未)(?:照|按|遵|依)|不一样|不同|比(?:昨|平|以前|之前|原|方案|计划|上|医|往)|(?:多|少)于",
    _en(
        "(?:not|[a-z]+n'?t|than|half|twice|double|triple|times|most of|part of|some of|instead of"
        "|except|almost)(?: quite| take| took)?(?: the| my| all)? (?:same|usual|normal|as|like"
        "|full|whole|regular|yesterday|planned|prescribed)"
    ),
)

Trap = tuple[UnclearReason, str]
NOTHING = (
    "(?<![有剩还])一点儿?(?:药|激素)?(?:都|也)?(?:没有?|未)(?:吃|服|用)(?![完够])|"
    + "(?:什么|啥)(?:药|激素)?(?:都|也)?(?:没有?|未)(?:吃|服|用)|"
    + "(?<![没有未别不])(?:停|断)(?:药|激素|掉|了)*[, ]?(?:就|都)?(?:没有?|未)(?:吃|服|用)"
    + "(?![完够一二三四五六七八九十0-9])|"
    + _en("(?:did not|didn'?t) take anything|forg[eo]t (?:all )?about (?:it|them)")
)
"""Nothing at all, in words that would look like something else; replaced by NO_DOSE."""

OTHER_MEDICINES = (
    "钙|维生素|维[abcde生]|胃药|拉唑|阿仑|骨化|降压药|降糖药|双胍|阿司匹林|他汀|止痛|布洛芬"
    "|感冒药|消炎|抗生素|头孢|阿莫西林|中药|草药"
    "|雷公藤|环磷酰胺|吗替|骁悉|甲氨蝶呤|他克莫司|环孢|羟氯喹|丙球|美罗华|利妥昔|别嘌醇"
    "|非布司他|安眠药|补钾|氯化钾|达喜|保健|免疫抑制|别的|其[他它]|"
    + _en(
        "calcium|vitamins?|omeprazole|pantoprazole|aspirin|ibuprofen|paracetamol|metformin|statin"
        "|antibiotics?|methotrexate|mycophenolate"
        "|cyclosporine?|tacrolimus|hydroxychloroquine|rituximab|allopurinol|potassium|herbal"
        "|other (?:tablets?|pills?|drugs?|medicines?|meds|steroids?)|others|painkillers?"
        "|immunosuppressants?"
    )
)
"""Medicines beside the one asked about: which number belongs to which is not guessed."""


CLOCKS: tuple[str, ...] = (
    f"(?:在|大约|大概|差不多|约|快)?{_H}(?:点|时(?!候|间|刻))(?:钟|整|半(?! ?{_U})|多|[一三]刻"
    f"|过|左右|前后|来钟|[0-5][0-9]分?(?! ?{_U})|{N}分)*(?:左右|之?前|之?后|以后)?",
    r"(?:at |around |about |by |@ ?)*(?<![0-9])(?:2[0-3]"
    r"|[01]?[0-9]):[0-5][0-9](?: ?[ap]\.?m\.?(?![a-z]))?",
    r"(?<![a-z])(?:(?:at|around|about|by) |@ ?)*(?<![0-9.])(?:1[0-2]"
    r"|0?[1-9])(?:[:.][0-5][0-9])? ?(?:[ap]\.?m\.?(?![a-z])|o'?clock)",
    r"(?<![a-z])(?:(?:at|by)(?: around| about)? |@ ?)(?:2[0-4]|1[0-9]"
    r"|[0-9])(?![0-9./])(?! ?(?:tab|pill|mg|x|片|粒|颗))",
    rf"(?<![a-z])(?:at |around |about )*{EN_N} (?:am|pm|o'?clock)(?![a-z])"
    rf"|(?<![a-z])at {EN_N}(?![a-z])(?! ?(?:tab|pill|mg|hundred|and))",
)
"""Clock times; each is replaced by AT, AT_AM or AT_PM."""

TRAPS_FIRST: tuple[Trap, ...] = (
    (UnclearReason.RELATIVE, "|".join(_NOT_SAME)),
    (
        UnclearReason.TWO_READINGS,
        f"(?<![早晚午上晨里]){_H}点(?:半|{N}) ?{_U}|点半 ?{_U}|点 ?(?:五|二五|七五|5|25|75) ?{_U}",
    ),
    (UnclearReason.NOT_SURE, f"点{N}点|零点"),
)
"""Looked for before "as usual" and clock times are marked."""

TRAPS: tuple[Trap, ...] = (
    (UnclearReason.NOTHING_READ, UNREADABLE),
    (
        UnclearReason.VOMITED,
        "吐|呕|"
        + _en(
            "vomit[a-z]*|(?:threw|throw|thrown|throwing|bring|brought|chucked) (?:it |them )?(?:all "
            "|back |straight )*up|puked?|sicked"
        ),
    ),
    (
        UnclearReason.INJECTION,
        "针|注射|输液|点滴|吊瓶|静脉|甲强龙|得宝松|" + _en("inject[a-z]*|infusion|iv|drip|shots?"),
    ),
    (
        UnclearReason.ALTERNATE,
        "隔[一二两1-9]?[天日]|单日|双日|[二两三2-3][天日]一[次顿回]|每[两二三23][天日]|(?:周|星期"
        "|礼拜)[一二三四五六日天1-7](?:[、,和跟及]?(?:周|星期|礼拜)?[一二三四五六日天1-7])+"
        "|(?:每|一|1)个?(?:周|星期|礼拜|月)|"
        + _en(
            "every (?:other|second|third|2nd|3rd|two|three|2|3) days?|alternat[a-z]*|qod|eod|weekly"
            "|(?:each|per|a|every) (?:week|month)|days? off"
        ),
    ),
    (
        UnclearReason.NOT_TODAY,
        "昨|前[天晚日]|大前|明[天日早晚儿]|后天|上周|上个?星期|上次|这几天|这两天|最近"
        "|(?<![饭餐睡])(?:以前|之前)|(?:周|星期|礼拜)[一二三四五六日天]|"
        + _en(
            "yesterday|tomorrow|last (?:night|time|week|month|evening)|the day before|(?:mon|tues"
            "|wednes|thurs|fri|satur|sun)days?|(?:mon|tue|wed|thu|fri|sat)|for (?:the (?:last"
            "|past) )?[a-z0-9]+ days|days ago|recently|usually|normally"
        ),
    ),
    (
        UnclearReason.NOT_SURE,
        "好像|可能|也许|似乎|记不|不记得|不大?知道|不清楚|不确定|不太[清确记]|说不[准清]|没记"
        "|搞不清|弄不清|吃没吃|吃没|有没有|吃了没|吃没有|没吃还是|是吃|应该是|估计|印象"
        "|忘[了记]?(?:是|有|到底|究竟|今天)?(?:吃|服)?了?(?:没|几|多少|是)|忘了是|忘记是|大约|"
        + _en(
            "not (?:sure|certain)|unsure|can'?t (?:remember|recall|say)|cannot (?:remember|recall)"
            "|don'?t (?:remember|recall|know)|do not (?:remember|recall|know)|didn'?t note|no idea"
            "|maybe|perhaps|probably|possibly|might|may have|guess|i think|forg[eo]t (?:if|whether"
            "|how)|whether|i believe|must have|unless"
        ),
    ),
    (
        UnclearReason.QUESTION,
        r"\?|吗|(?<![那这什])么|可以|能不能|行不行|好不好|要不要|对不对|是不是|怎么|为什么|为啥|多少|咋|请问|"
        + _en("should i|can i|may i|do i|am i|is it|is that|what|how|why|shall|could i|okay to|ok to"),
    ),
    (
        UnclearReason.NOT_YET,
        "还没|尚未|还未|没到|准备|打算|我?想[吃问]|想着|要吃|将|待会|等会|等一?下|等下|回头|晚点"
        "|晚些|马上|如果|要是|假如|万一|计划吃|过会|一会儿?再|再吃|接着吃|剩下的?再|"
        + _en(
            "yet|will|i'?ll|going to|gonna|plan(?:ning)? to|want to|later|if|would|about to|intend"
            "|so far|until now|still (?:have|need|to)|need to|have to"
        ),
    ),
    (
        UnclearReason.APPROXIMATE,
        "左右|大概|差不多|约|将近|接近|至少|最少|最多|不到|不足|不止|不下|超过|以上|以下"
        "|来[片粒颗]|[片粒颗]多|多[片粒颗]|上下|[十百]多|几[片粒颗丸毫m]|好几|几十|若干"
        "|快[一二两三四五六七八九十0-9]|"
        + _en(
            "about|around|approx[a-z]*|roughly|nearly|almost|at least|at most|more than|less than"
            "|fewer than|over [0-9a-z]+ (?:tab|mg)[a-z]*|under|few|several|couple|some|or so|ish|many"
            "|most|bit"
        ),
    ),
    (
        UnclearReason.RELATIVE,
        "[双两一]倍|加倍|翻倍|翻番|双份|两份|两倍|减半|各(?:吃|服)?一?半(?![片粒颗丸锭个])|一半|大半|小半|(?<![减])少|多吃|多服|多加"
        "|多了|额外|另外|外加|剩|差[一二两三1-9]|缺|落[了下]|"
        + _en(
            "extra|doubled?|doubling|triple[d]?|twice (?:the|as|my)|half (?:the|my|of|a dose|dose|it"
            "|as)|fewer|less|minus|additional|remaining|left|short|instead|by (?:[0-9]|one|two|half"
            "|a)[a-z0-9.]*|[a-z0-9.]+ (?:tablets? |pills? )?(?:down|off)(?! (?:to|from))"
        ),
    ),
    (
        UnclearReason.PART,
        "(?:漏|忘|(?<!减)少)[了记]?(?:吃|服)?[了掉]?[早中午晚上下一1二两2半](?!天)|"
        + _en(
            "(?:miss(?:ed)?|skip(?:ped)?|forg[eo]t)(?: to take| taking)? (?:(?:the |my )?(?:of|in the"
            "|at|morning|evening|night|lunch|noon|afternoon|second|first|last|third|other|am|pm"
            "|midday|bedtime|breakfast|dinner|one|1|two|2|three|3|some|half|a few|few)|an?(?: (?:tab"
            "|pill|dose))?)[a-z ]*"
        ),
    ),
    (
        UnclearReason.UNIT,
        rf"(?:{N}|[0-9.]+|几) ?(?:克|g(?![a-z])|ml|毫升|cc|mcg|ug|μg|微克|支|盒|瓶|板|包|袋|滴|勺"
        rf"|胶囊|单位|iu)|mg ?/ ?(?:kg|ml|l)|毫克每|每公斤|"
        + _en(
            "grams?|m(?:illi)?lit(?:re|er)s?|micrograms?|mcg|capsules?|drops?|units?|box(?:es)?"
            "|packs?|strips?|packets?|spoons?|teaspoons?|bottles?|vials?|gm"
        ),
    ),
    (
        UnclearReason.RANGE,
        rf"[0-9{ZH_DIGITS}] ?[-~] ?[0-9{ZH_DIGITS}]|(?<![到从由减加]){_U}? ?[或] ?{N}"
        rf"|[0-9{ZH_DIGITS}] ?[、,] ?[0-9{ZH_DIGITS}]|" + _en("between|or"),
    ),
    (
        UnclearReason.FREQUENCY,
        "必要时|"
        + _en("every [a-z0-9]+ hours?|every few hours|q[0-9]+h|prn|when needed|as needed|(?:each|every|per) meals?"),
    ),
)
"""Whatever else the phrase says: asked again."""
