"""What surrounds a hit: is it denied, and is it somebody's past, a thought about what might be, or another person's?

Source: clinical-content §4, "Negation and context". Denial is read narrowly: a negator counts only when nothing but
a closed list of words ("any", "had", 出现, other symptoms of a list ...) stands between it and the hit, so that
"I don't know why my chest hurts" and 没睡好胸口疼 stay what they are. All else at most asks "is this happening to you
now?".
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from conversations.lexicons import en, zh


class Reading(StrEnum):
    """How a hit is meant."""

    STATED = "stated"
    HEDGED = "hedged"
    DENIED = "denied"


def _any(words: str) -> str:
    return "|".join(re.escape(w) for w in sorted((x.strip(" ") for x in words.split("|")), key=len, reverse=True))


def _both(zh_words: str, en_words: str) -> re.Pattern[str]:
    return re.compile(f"{_any(zh_words)}| (?:{_any(en_words)})(?= )")


_SENTENCE = re.compile(r"[.!?;]")
_CLAUSE = re.compile(f"[,.!?;¦:]|{_any(zh.TURNS)}| (?:{_any(en.TURNS)})(?= )")
_NO_ZH = re.compile(f"(?:{_any(zh.NEGATORS)})(?:{_any(zh.TRANSPARENT)}| )*$")
_NO_ZH_LIST = re.compile(
    f"(?:{_any(zh.LIST_NEGATORS)})(?:{_any(zh.TRANSPARENT)}|{_any(zh.SYMPTOMS)}|{_any(zh.JOINERS)}| )*$"
)
_NOT_NO_ZH = re.compile(f"(?:{_any(zh.NOT_NEGATORS)})(?:{_any(zh.TRANSPARENT)}| )*$")
_CANNOT_WITHOUT = re.compile(r" (?:can't|couldn't|not)(?= )[^.!?;]*\bwithout(?= |$)")
_AFTER_ZH = re.compile(
    f"(?: |{_any(zh.AFTER_TRANSPARENT)}|{_any(zh.SYMPTOMS)}|{_any(zh.JOINERS)})*[:?]? ?(?:没有|没|无|否|没有过|"
    f"没有的|都没|无异常)(?= ?[,.;!?、]| $|$)"
)
_NO_EN = re.compile(f" (?:{_any(en.NEGATORS)})(?: (?:{_any(en.TRANSPARENT)})(?= |$))*$")
_NO_EN_LIST = re.compile(
    f" (?:{_any(en.LIST_NEGATORS)})(?: (?:{_any(en.TRANSPARENT)}|{_any(en.SYMPTOMS)}|and|or|nor|/|,)(?= |$))*$"
)
_AFTER_EN = re.compile(r" ?(?:[:?,] )?(?:no|none|nope|negative|absent|denied)(?= [,.;!?]| $|$)")
_HARD_AFTER = re.compile(r" ?(?:得|的?厉害|两|三|几|一|半|\d|好久|很|越来越)")
_PAST = _both(zh.PAST, en.PAST)
_PAST_NUMBER = re.compile(
    r"(?:19|20)\d\d ?年| (?:in|since|around) (?:19|20)\d\d(?= )|[\d几多十两三四五六七八九]+ ?(?:多|"
    r"几)? ?年(?:以?前)|[\d几两三四五六]+ ?个?多?月(?:以?前)"
)
_YEARS = re.compile(r"(?:19|20)\d\d|年|小时候|年轻| years?(?= )| childhood| when i was")
_NOT_PAST = _both(zh.NOT_PAST, en.NOT_PAST)
_NOW = _both(zh.NOW, en.NOW)
_RECENT = _both(zh.RECENT, en.RECENT)
_MAYBE = _both(zh.MAYBE, en.MAYBE)
_MAYBE_FORM = re.compile(
    r"会[^,.;!?]{0,14}吗|出现[^,.;!?]{0,12}(?:要|就|时|应该|怎么|该)|[\u4e00-\u9fff](?:时|的时候)(?:要|该|应该|怎么)"
    r"| (?:can|could|does|do|will|would|might|may) (?:a|an|my|the|this|it|these|that|steroids?|prednisone|"
    r"prednisolone|azathioprine|cm313|you|people)"
    r" [^,.;!?]{0,30}(?:cause|mean|give|make|lead|get|have|raise|affect|trigger|bring)[a-z]*(?= )"
)
_NOT_MAYBE = _both(zh.NOT_MAYBE, en.NOT_MAYBE)
_RESOLVED = re.compile(
    f"^ *(?:{_any(zh.RESOLVED_OPEN)}| )*(?:{_any(zh.RESOLVED)})(?:{_any(zh.RESOLVED_END)})?[ ,.;!?]*$"
    f"|^(?: (?:{_any(en.RESOLVED_OPEN)})(?= ))* (?:{_any(en.RESOLVED)})(?: (?:{_any(en.RESOLVED_END)})(?= |"
    f"$))*[ ,.;!?]*$"
)
_RESOLVED_HERE = _both(zh.RESOLVED_HERE, en.RESOLVED_HERE)
_CARRIED = _both(zh.CARRIED_PAST, en.CARRIED_PAST)
_STAGE = _both(zh.STAGE, en.STAGE)
_SUBJECT = re.compile(
    f"(?P<other>{_any(zh.OTHERS)}| (?:{_any(en.OTHERS)})(?:'s)?(?= ))"
    f"|(?P<kin>{_any(zh.KIN)}| (?:{_any(en.KIN)})(?:'s)?(?= ))"
    f"|(?P<relative>{_any(zh.RELATIVES)}| (?:{_any(en.RELATIVES)})(?:'s)?(?= ))"
    f"|(?P<pronoun>他们|她们|他|她| (?:he|she|they|his|her|him|their|he's|she's|they're)(?= ))"
    f"|(?P<me>我|俺|本人|自己| (?:i|i'm|i've|i'd|i'll|me|my|myself|we|mine)(?= ))"
)


_GAP_DENIES = re.compile(
    r"(?<![是会好能要忍])(?:不|没|没有|无|不再|没再|没有再|并不|并没|并没有|也不|也没|都不|都没|都没有|不会|未|"
    r"未见)(?:太|怎么|很|那么|觉得|感到|感觉|有|再|是|什么|出现|特别|算)*$"
    r"|(?:没|没有|从没|从未|未)(?:发|有|出现|得|犯|起)?过$"
    r"| (?:no|not|isn't|doesn't|don't|aren't|wasn't|didn't|without|never|hasn't|haven't)(?: (?:any|been|a|an|"
    r"really|very|too|at|all|that|so|had|have|much|feel|feeling|felt))*$"
)


def denies(gap: str) -> bool:
    """Whether the words inside a hit, right before its last part, deny it."""
    return bool(_GAP_DENIES.search(gap.rstrip()))


@dataclass(frozen=True)
class Surroundings:
    """One normalised text, cut into clauses and sentences."""

    line: str

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each clause begins."""
        cuts = [0]
        for m in _CLAUSE.finditer(self.line):
            cut = m.end() if len(m[0]) == 1 and not m[0].isalpha() else m.start()
            if cut > cuts[-1]:
                cuts.append(cut)
        return tuple(cuts)

    @cached_property
    def sentences(self) -> tuple[int, ...]:
        """Where each sentence begins."""
        return (0, *(m.end() for m in _SENTENCE.finditer(self.line)))

    def clause(self, at: int) -> int:
        return bisect_right(self.starts, at) - 1

    def sentence(self, at: int) -> int:
        return bisect_right(self.sentences, at) - 1

    def words(self, clause: int) -> str:
        end = self.starts[clause + 1] if clause + 1 < len(self.starts) else len(self.line)
        return self.line[self.starts[clause] : end][:400]

    def _sentence_words(self, sentence: int) -> tuple[int, str]:
        if not 0 <= sentence < len(self.sentences):
            return 0, ""
        end = self.sentences[sentence + 1] if sentence + 1 < len(self.sentences) else len(self.line)
        return self.sentences[sentence], self.line[self.sentences[sentence] : end]

    def denied(self, start: int, end: int) -> bool:
        """Whether the hit is explicitly negated inside its clause (or its list: "no fever, chills or chest pain")."""
        before = self.line[max(self.starts[self.clause(start)], start - 60) : start]
        after = self.line[end : end + 40]
        if (
            _NOT_NO_ZH.search(before)
            or _NOT_NO_ZH.search(before + self.line[start : start + 2])
            or _CANNOT_WITHOUT.search(before)
        ):
            return False
        if _NO_ZH.search(before) or _NO_EN.search(before + " " if not before.endswith(" ") else before.rstrip()):
            return True
        if _NO_EN.search(before.rstrip()):
            return True
        if _NO_ZH_LIST.search(before) and not _HARD_AFTER.match(after):
            return True
        if _AFTER_ZH.match(after) or _AFTER_EN.match(after):
            return True
        base = self.sentences[self.sentence(start)]
        wide = self.line[max(base, start - 90) : start].rstrip()
        found = _NO_EN_LIST.search(wide)
        if not found:
            return False
        listed = wide[found.start() :]
        rest = self.line[end : end + 60]
        return (
            "," not in listed
            or " or " in listed + " "
            or bool(re.match(r",? (?:or|nor) | , or ", rest))
            or (listed.count(",") >= 2 and bool(re.match(r" ?(?:[.!?;]|$)", rest)))
        )

    def subject(self, start: int, end: int) -> str:
        """Whose it is: me, other, or kin (a child, a brother: the participant only if it is an emergency)."""
        base = self.sentences[self.sentence(start)]
        if any(m.lastgroup == "me" for m in _SUBJECT.finditer(self.line[start:end])):
            return "me"
        here = list(_SUBJECT.finditer(self.line[max(base, start - 160) : start + 1]))
        if not here:
            return "me"
        last = here[-1]
        if last.lastgroup == "relative" and len(here) > 1:
            previous = here[-2]
            if previous.lastgroup == "other" and last.start() - previous.end() <= 3:
                return "other"
        kind = last.lastgroup or "me"
        if kind == "pronoun":
            back = self.line[max(0, start - 300) : start]
            named = [m.lastgroup for m in _SUBJECT.finditer(back) if m.lastgroup in ("other", "kin", "relative")]
            kind = named[-1] if named and named[-1] else "me"
        return "me" if kind == "relative" else kind

    def _maybe(self, clause: int) -> bool:
        words = _NOT_MAYBE.sub(" ", self.words(clause))
        return bool(_MAYBE.search(words) or _MAYBE_FORM.search(words))

    def _past(self, clause: int) -> bool:
        words = _NOT_PAST.sub(" ", self.words(clause))
        return bool(_PAST.search(words) or _PAST_NUMBER.search(words)) and not _NOW.search(words)

    def _resolved(self, start: int) -> bool:
        here = self.clause(start)
        if _RESOLVED_HERE.search(self.words(here)):
            return True
        last = self.sentence(start) + 1
        for clause in range(here + 1, min(here + 5, len(self.starts))):
            if self.sentence(self.starts[clause]) > last:
                return False
            if _RESOLVED.search(self.words(clause).strip(" ") and " " + self.words(clause).strip(" ") + " "):
                return True
        return False

    def _mine_now(self, clause: int) -> bool:
        words = self.words(clause)
        return bool(_NOW.search(words)) or bool(re.search(r"我| (?:i|i'm|i've|my)(?= )", words))

    def _long_past(self, clause: int) -> bool:
        return bool(_YEARS.search(self.words(clause)))

    def hedged(self, start: int, end: int, *, emergency: bool, self_harm: bool, anybody: bool, event: bool) -> bool:
        """Past and resolved, hypothetical, or someone else's: first ask. `event`: what is over counts all the same,
        unless it was years ago (a vaccine, another trial)."""
        here = self.clause(start)
        whose = "me" if anybody else self.subject(start, end)
        if whose == "other" or (whose == "kin" and not emergency):
            return True
        if _STAGE.search(self.words(here)) and not anybody:
            return True
        mine = whose == "me" and self_harm  # “if only I could sleep and never wake” is no question
        first = bisect_right(self.starts, self.sentences[self.sentence(start)]) - 1
        earlier = [c for c in range(max(first, here - 3), here)]
        if not mine:
            if self._maybe(here):
                return True
            if earlier and not self._mine_now(here) and any(self._maybe(c) for c in earlier):
                return True
        if self._past(here) and not (event and not self._long_past(here)):
            return True
        if (
            earlier
            and any(self._past(c) for c in earlier)
            and _CARRIED.search(self.words(here))
            and not _NOW.search(self.words(here))
        ):
            return True
        recent = any(_RECENT.search(self.words(c)) for c in [*earlier, here])
        return self._resolved(start) and not (emergency and recent)
