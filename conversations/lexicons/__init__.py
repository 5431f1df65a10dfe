"""The concerns that free text can raise, with the rule and the severity each belongs to.

Source: clinical-content §4 ("Lexicons", "Concern → rule"); every row is to be confirmed by a study doctor. The words
stand in `zh.py` and `en.py`. A change of any word, here or there, is a new LEXICON_VERSION.

Eight lists go beyond §4's: `bp` (pressure without other signs, U25), `reading` (values for the morning's list, R05),
`vomiting` (U12), `belly` (U17), `chest_infection` (U06), `low_mood` (passive thoughts and voices without danger, U23),
`unwell` (very ill without a word for it, U29) and `collapse` (a call for help; E03, whose line is the plain M-E).
"""

from dataclasses import dataclass

LEXICON_VERSION = "2026-11-25.1"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A concern: its name in the rules (`text~name`), severity, rules, and a doctor's title for it."""

    name: str
    severity: str
    rules: tuple[str, ...]
    title: str


LEXICONS: tuple[Lexicon, ...] = (
    Lexicon("airway", "emergency", ("E01",), "airway, anaphylaxis"),
    Lexicon("sepsis", "emergency", ("E02",), "fever of 39 or more, or fever with rigors or confusion"),
    Lexicon("chest", "emergency", ("E03",), "chest pain, breathing"),
    Lexicon("collapse", "emergency", ("E03",), "calls for help, dying"),
    Lexicon("neuro", "emergency", ("E04",), "stroke, seizure, faint, confusion"),
    Lexicon("bleed", "emergency", ("E05",), "gut, lung or other heavy bleeding"),
    Lexicon("adrenal", "emergency", ("E06",), "steroid stopped or vomited, and faint or very weak"),
    Lexicon("selfharm", "emergency", ("E07",), "active thoughts of suicide or self-harm"),
    Lexicon("psychosis_danger", "emergency", ("E08",), "voices or delusions with danger"),
    Lexicon("vision_loss", "emergency", ("E09",), "sudden loss of sight"),
    Lexicon("glucose_danger", "emergency", ("E10",), "sugar below 3.0, 33.3 or more, HI, or high and ill"),
    Lexicon("bp_danger", "emergency", ("E11",), "180/110 or more with head, eye, chest or nerve signs"),
    Lexicon("cannot_swallow", "emergency", ("E12",), "cannot get water down"),
    Lexicon("overdose", "emergency", ("E13",), "far too much medicine"),
    Lexicon("acute_abdomen", "emergency", ("E14",), "sudden severe belly pain"),
    Lexicon("fever", "urgent", ("U01",), "fever of 38.0 to 38.9, or not measured"),
    Lexicon("inj_reaction", "urgent", ("U02",), "ill after the injection"),
    Lexicon("site_bad", "urgent", ("U03",), "injection spot large, blistered or with pus"),
    Lexicon("skin_inf", "urgent", ("U04",), "infected raw spots"),
    Lexicon("herpes", "urgent", ("U05",), "shingles, herpes"),
    Lexicon("exposure", "urgent", ("U05",), "close to chickenpox, shingles, measles or tuberculosis"),
    Lexicon("chest_infection", "urgent", ("U06",), "cough and breathless on effort"),
    Lexicon("flare", "urgent", ("U08",), "the disease is much worse"),
    Lexicon("poor_intake", "urgent", ("U09",), "hardly eats or drinks"),
    Lexicon("eye", "urgent", ("U10",), "eye pain, red and blurred, sores"),
    Lexicon("missed_steroid", "urgent", ("U11",), "no steroid for days, stopped or run out"),
    Lexicon("vomiting", "urgent", ("U12",), "vomits again and again or vomited the tablets; diarrhoea"),
    Lexicon("dose_error", "urgent", ("U13",), "took double, took too little, mixed up"),
    Lexicon("marrow", "urgent", ("U14",), "bruises, red spots, long nosebleed, sore throat"),
    Lexicon("hair", "urgent", ("U15",), "hair falls out in handfuls"),
    Lexicon("belly", "urgent", ("U17",), "lasting or bad stomach pain"),
    Lexicon("liver", "urgent", ("U18",), "jaundice, dark urine"),
    Lexicon("interaction", "urgent", ("U19",), "a medicine that does not go with azathioprine"),
    Lexicon("clot", "urgent", ("U20",), "one leg swollen or painful"),
    Lexicon("pregnancy", "urgent", ("U21",), "pregnant, late, planning, breastfeeding"),
    Lexicon("hospital", "urgent", ("U22",), "hospital, emergency department, operation, new disease"),
    Lexicon("mania", "urgent", ("U23",), "high, sleepless, racing"),
    Lexicon("low_mood", "urgent", ("U23",), "passive thoughts, despair, voices without danger"),
    Lexicon("glucose", "urgent", ("U24",), "sugar 16.7 to 33.2 or 3.0 to 3.8, or its signs"),
    Lexicon("bp", "urgent", ("U25",), "pressure 180/110 or more, or upper below 90"),
    Lexicon("fracture", "urgent", ("U26",), "sudden back pain, cannot walk after a fall"),
    Lexicon("live_vaccine", "urgent", ("U27",), "live vaccine"),
    Lexicon("other_trial", "urgent", ("U27",), "other trial or forbidden treatment"),
    Lexicon("unwell", "urgent", ("U29",), "very ill, no clearer word"),
    Lexicon("reading", "review", ("R05",), "raised value that can wait for the morning"),
)

OF_NAME: dict[str, Lexicon] = {lexicon.name: lexicon for lexicon in LEXICONS}
RULES_OF_LEXICON: dict[str, tuple[str, ...]] = {lexicon.name: lexicon.rules for lexicon in LEXICONS}
SEVERITY_OF_LEXICON: dict[str, str] = {lexicon.name: lexicon.severity for lexicon in LEXICONS}
SEVERITIES: tuple[str, ...] = ("none", "review", "urgent", "emergency")
