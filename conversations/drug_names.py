"""What drugs are called: a value of a sentence, so that a discreet channel can say a neutral name instead."""

from __future__ import annotations

from conversations.text import Text, _, verbatim

STEROID_NAMES: dict[str, Text] = {
    "prednisone": _("prednisone"),
    "prednisolone": _("prednisolone"),
    "methylprednisolone": _("methylprednisolone"),
    "triamcinolone": _("triamcinolone"),
    "hydrocortisone": _("hydrocortisone"),
    "cortisone": _("cortisone"),
    "dexamethasone": _("dexamethasone"),
    "betamethasone": _("betamethasone"),
    "deflazacort": _("deflazacort"),
}
"""Oral steroids whose dose can be compared (clinical content §2)."""

DRUG_NAMES: dict[str, Text] = STEROID_NAMES | {
    "azathioprine": _("azathioprine"),
    "allopurinol": _("allopurinol"),
    "febuxostat": _("febuxostat"),
    "topiroxostat": _("topiroxostat"),
    "cotrimoxazole": _("co-trimoxazole"),
    "ribavirin": _("ribavirin"),
    "tripterygium": _("tripterygium (Lei Gong Teng)"),
    "warfarin": _("warfarin"),
}
"""Every drug that a question or a plan may name, by its code."""


def drug_name(drug: str) -> Text:
    """The drug's name in words, or its code where a plan names one that is not in the table.

    >>> drug_name("prednisone").id, drug_name("x12").values
    ('prednisone', (('words', 'x12'),))
    """
    return DRUG_NAMES.get(drug) or verbatim(drug)
