"""What each rule means, in words for the table that the trial's doctors sign. Every number is the one the rule reads.

“Danger sign” is a tick in the red-flag screen (x_red). “Words” are free text in either language, on any screen.
"""

from __future__ import annotations

from conversations import derived
from conversations.doses import (
    OVERDOSE_ABOVE_PLAN_MG,
    OVERDOSE_AZATHIOPRINE_MG,
    OVERDOSE_STEROID_MG,
    OVERDOSE_TIMES_PLAN,
)
from conversations.rules import emergency as e
from conversations.rules import review as r
from conversations.rules import urgent as u
from conversations.text import Text, _

EMERGENCY: dict[str, Text] = {
    "E01": _(
        "Trouble breathing, tight throat or swelling of face or lips: in the check after an injection, as a problem "
        "report, or in words."
    ),
    "E02": _(
        "Temperature {high} °C or more. Or {fever} °C or more with shivering, confusion, breathlessness, fainting or "
        "great weakness. Or fever now with one of these (with shivering only while no temperature is known: not "
        "measured, or open for 10 minutes). Or in words.",
        high=e.VERY_HIGH_TEMPERATURE,
        fever=e.FEVER,
    ),
    "E03": _("Chest pain or breathlessness as a danger sign, or in words. Signs of a clot with them belong here too."),
    "E04": _("One side weak or speech unclear, a fit, fainting, or confusion as a danger sign, or in words."),
    "E05": _(
        "Vomited blood, today or yesterday. Or black stool, today or yesterday, that iron, bismuth or animal blood "
        "does not explain (also: cause not answered for 10 minutes, or any danger sign). Or bleeding that does not "
        "stop. Or in words. “Still so?” left open for 10 minutes counts as yes."
    ),
    "E06": _(
        "Within {days} days a steroid dose missed, vomited, or {drop} % or more below the plan; and fainting, "
        "confusion, great weakness, or upper pressure below {low} today. Or in words.",
        days=e.ADRENAL_LOOK_BACK,
        drop=e.BIG_DROP,
        low=e.LOW_PRESSURE,
    ),
    "E07": _(
        "Thought of hurting oneself or not wanting to live; or in words that are not plainly denied; or, asked an hour "
        "later, alone or not safe."
    ),
    "E08": _("Sees or hears what others do not, and does not feel safe; or in words with danger to self or others."),
    "E09": _(
        "Sudden loss of sight that is still so. Or pain and blurred sight together within {days} days after an "
        "injection. Or in words.",
        days=e.EYE_DAYS,
    ),
    "E10": _(
        "A sugar reading of today below {low} or from {high} mmol/L, or “HI”; or from {raised} with confusion or "
        "repeated vomiting. Or in words.",
        low=e.VERY_LOW_SUGAR,
        high=e.VERY_HIGH_SUGAR,
        raised=e.HIGH_SUGAR,
    ),
    "E11": _(
        "A pressure of today of {systolic} or more above, or {diastolic} or more below, with bad headache, confusion, "
        "chest pain, one side weak or blurred sight. Or in words.",
        systolic=e.HIGH_SYSTOLIC,
        diastolic=e.HIGH_DIASTOLIC,
    ),
    "E12": _("No water for a day and a night; or in words that not even water goes down."),
    "E13": _(
        "A day's steroid above {steroid} mg prednisone-equivalent, azathioprine above {azathioprine} mg, or {times} "
        "times the plan and {above} mg above it; confirmed, or left 10 minutes without yes or no. Or in words.",
        steroid=OVERDOSE_STEROID_MG,
        azathioprine=OVERDOSE_AZATHIOPRINE_MG,
        times=OVERDOSE_TIMES_PLAN,
        above=OVERDOSE_ABOVE_PLAN_MG,
    ),
    "E14": _("Sudden severe belly pain that is still so (left open for 10 minutes counts as yes); or in words."),
}

URGENT: dict[str, Text] = {
    "U01": _(
        "Temperature {fever} to below {high} °C. Or two readings of {warm} to below {fever} between 1 and 24 hours "
        "apart. Or {warm} to below {fever} with shivering. Or below {cold} with a danger sign. Or fever now or "
        "shivering and no temperature (not measured, or none after 30 minutes). Or in words.",
        fever=e.FEVER,
        high=e.VERY_HIGH_TEMPERATURE,
        warm=u.WARM,
        cold=u.COLD,
    ),
    "U02": _(
        "Any sign on the day of an injection or the day after. Or, up to {days} days after it, chills, hives, "
        "dizziness, blurred sight, {warm} °C or more, or fever in words. Or breathlessness that has passed. Or in "
        "words.",
        days=u.DAYS_AFTER,
        warm=u.WARM,
    ),
    "U03": _(
        "Injection spot larger than the palm, with blisters or broken skin, or with pus; or growing from day {days} "
        "on. Or in words.",
        days=u.SPREADING_FROM,
    ),
    "U04": _("Raw spots with pus, or red, hot and growing; or in words."),
    "U05": _(
        "Groups of small painful blisters, shingles, or spreading cold sores; or close to chickenpox, shingles, "
        "measles or tuberculosis. Or in words."
    ),
    "U06": _(
        "Cough and breathless on effort. Or cough for {days} days or more with fever now or earlier that week. Or "
        "painful urine, thrush or another infection with fever now. Or in words.",
        days=u.COUGH_DAYS,
    ),
    "U07": _(
        "After control was reached: {persist} or more sores of the last 4 weeks not healed after a week, and not fewer "
        "than last time; or older sores growing; or {new} or more new ones in the week. A second week running it pages "
        "only if it got worse.",
        persist=u.RELAPSE_COUNT,
        new=u.MANY_NEW,
    ),
    "U08": _(
        "{many} or more new sores in the week and more than last time; or {jump} or more above last time; or raw skin "
        "larger than 10 hands, and not so last time; or much worse than last week. Or in words.",
        many=u.VERY_MANY_NEW,
        jump=u.JUMP,
    ),
    "U09": _("Can take only a few sips at a time; or in words."),
    "U10": _(
        "Sores at the eyes, not so last time; or pain inside the eye; or red and blurred; or blurred within {days} "
        "days after an injection. Or in words.",
        days=u.EYE_DAYS,
    ),
    "U11": _(
        "{days} or more planned steroid days missed in a row, with a last plan of {plan} mg or more; or none left. Or "
        "in words.",
        days=u.MISSED_DAYS,
        plan=u.PLAN_THAT_MATTERS,
    ),
    "U12": _(
        "The dose was vomited. Or diarrhoea 3 times a day or repeated vomiting that is still so. Or repeated vomiting "
        "as a danger sign. Or in words."
    ),
    "U13": _(
        "Steroid {times} times the plan or more and {above} mg above it. Or {drop} % and {below} mg below it by own "
        "choice, for side effects, or a second planned day running. Or azathioprine {times} times the plan and {aza} "
        "mg above it. Not where a doctor changed it, nor where tomorrow's dose was taken too (up to {early} times). "
        "Or in words.",
        times=u.TIMES_PLAN,
        above=u.STEROID_ABOVE,
        drop=u.DROP,
        below=u.STEROID_BELOW,
        aza=u.AZATHIOPRINE_ABOVE,
        early=u.TIMES_PLAN_EARLY,
    ),
    "U14": _(
        "Many small red spots, a nosebleed of more than 10 minutes, or many bruises without a knock. On azathioprine "
        "also a new sore throat, new mouth ulcers, or fever now. Or in words."
    ),
    "U15": _("On azathioprine: hair comes out in handfuls; or in words."),
    "U16": _("On azathioprine: a new rash with fever, joint pain or dizziness."),
    "U17": _(
        "Lasting upper belly pain, black stool, vomited blood or sudden severe pain, where it is no emergency. Or in "
        "words."
    ),
    "U18": _("Yellow skin or eyes, or urine like strong tea; or in words."),
    "U19": _(
        "On azathioprine: allopurinol, febuxostat, topiroxostat, co-trimoxazole, ribavirin, tripterygium or warfarin; "
        "or in words."
    ),
    "U20": _("One leg swollen and painful, without a chest sign; or in words."),
    "U21": _("Period late or test positive, breastfeeding, or planning; partner pregnant or planning. Or in words."),
    "U22": _(
        "Emergency department, hospital stay, operation or new serious illness since the last check; or at the "
        "hospital after an alarm. Or in words."
    ),
    "U23": _(
        "Marked change of mood; sees or hears what others do not, and feels safe; passive thoughts of death. Or in "
        "words."
    ),
    "U24": _(
        "A sugar reading of today from {high} to below {very_high}, or from {very_low} to below {low} mmol/L. Or very "
        "thirsty and no reading. Or in words.",
        high=e.HIGH_SUGAR,
        very_high=e.VERY_HIGH_SUGAR,
        very_low=e.VERY_LOW_SUGAR,
        low=u.LOW_SUGAR,
    ),
    "U25": _(
        "A pressure of today of {systolic} or more above, {diastolic} or more below, or below {low} above, where it is "
        "no emergency. Or in words.",
        systolic=e.HIGH_SYSTOLIC,
        diastolic=e.HIGH_DIASTOLIC,
        low=e.LOW_PRESSURE,
    ),
    "U26": _("Sudden back pain, or cannot walk after a fall; or in words."),
    "U27": _(
        "A live vaccine; another study's drug; rituximab, cyclophosphamide by vein or plasma exchange. Or in words."
    ),
    "U28": _(
        "Fever, cough or another infection the day before an injection visit. To be seen within 2 hours at any hour, "
        "and by 07:00 at the latest: then everybody is told."
    ),
    "U29": _(
        "Where no emergency or urgent row was met: “very severe”; a danger sign; a safety question refused or left 30 "
        "minutes after the red-flag screen; “do you feel unwell?” left 30 minutes; no better, worse or not called at a "
        "follow-up. Or very ill in words."
    ),
}

REVIEW: dict[str, Text] = {
    "R01": _(
        "No plan for the day; steroid on a day without one; another steroid; off the plan for side effects, by own "
        "choice, by mistake or taken early; on {days} of the last 7 answered days {share} % and {mg} mg or more off "
        "the plan; a dose unclear after {tries} tries.",
        days=r.DAYS_OFF_PLAN,
        share=derived.OFF_PLAN_SHARE * 100,
        mg=derived.OFF_PLAN_MG,
        tries=r.UNREADABLE,
    ),
    "R02": _("The participant says that a doctor changed the dose; once for each change."),
    "R03": _(
        "Pain {pain} or more, or {rise} more than last time; itch {itch} or more; burden {burden} or more; a bad "
        "smell; {many} or more new sores with nothing to compare; {control} or more after control was reached; new "
        "ones in throat or private parts.",
        pain=r.MUCH_PAIN,
        rise=r.MORE_PAIN,
        itch=r.MUCH_ITCH,
        burden=r.MUCH_BURDEN,
        many=r.MANY_NEW,
        control=r.NEW_AFTER_CONTROL,
    ),
    "R04": _(
        "Mood a little changed, or sleep {sleep} or worse, two rounds running; mood, voices or self-harm not answered.",
        sleep=r.POOR_SLEEP,
    ),
    "R05": _(
        "Sugar from {sugar} mmol/L, pressure from {systolic} above or {diastolic} below, where it is not urgent; a "
        "worse reading that is not of today; {warm} to below {fever} °C once.",
        sugar=r.RAISED_SUGAR,
        systolic=r.RAISED_SYSTOLIC,
        diastolic=r.RAISED_DIASTOLIC,
        warm=u.WARM,
        fever=e.FEVER,
    ),
    "R06": _("Hip or groin pain; stairs harder than a month ago; a red or blurred eye that is not urgent."),
    "R07": _(
        "{kg} kg or more gained since the last time; both legs or the face swollen; mild stomach upset two rounds "
        "running; diarrhoea or vomiting that is over.",
        kg=r.WEIGHT_GAIN,
    ),
    "R08": _(
        "Fever earlier, or now with nothing worse; a cold, cough, thrush, painful urine, mild diarrhoea or other "
        "infection; close to flu or COVID; gums or nose bleeding, bruises; a little more hair lost; signs after an "
        "injection or on azathioprine that are not urgent; words about the past."
    ),
    "R09": _(
        "An abnormal test; a new medicine, herbs, an antibiotic or a vaccine that is not urgent, or planned; "
        "tripterygium in either arm; pregnancy question not answered."
    ),
    "R10": _(
        "Azathioprine missed on {days} or more of 7 days; or left out for side effects, by own choice, after vomiting, "
        "or because there is none left.",
        days=r.AZATHIOPRINE_MISSED,
    ),
    "R11": _(
        "A visit, test or call that needs another day; or, by the clock: not confirmed after two reminders, or its day "
        "has passed and nobody marked it as done."
    ),
    "R12": _(
        "Answers that contradict each other. Or, by the clock: nothing answered for 3 days, then 7; the check after an "
        "injection or a follow-up not answered; somebody else answers now."
    ),
    "R13": _("Wants to stop or leave the study, or has a complaint."),
    "R14": _("Any other question; a problem report without another finding; a photo or voice message without words."),
}

IN_WORDS: dict[str, Text] = EMERGENCY | URGENT | REVIEW
"""The condition of every rule in words. `conversations/rules/` holds the condition itself."""

MILDER: dict[str, Text] = {
    "U17": _("where it is over"),
    "U24": _("for thirst alone, without a reading"),
    "R01": _("where the only reason is that no plan is entered"),
    "R13": _("where it came as a question to the team"),
    "R14": _("after a problem report"),
}
"""When a rule's message is another one (`conversations/advice.py`, `EASED`)."""
