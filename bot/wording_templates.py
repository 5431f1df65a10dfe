"""What the care team writes every day, in both languages; the participant reads their own. No machine translates.

The sentences advise nothing that a doctor has not to decide; all are to be confirmed by the trial.
"""

from conversations.text import Text, _

TEMPLATES: dict[str, Text] = {
    "read": _("Thank you, I have read your answer. Nothing else is needed today."),
    "call": _("We will phone you today. Please keep your phone near."),
    "ring": _("Please ring us when you can: {study_phone}."),
    "temperature": _("Please measure your temperature now and write it here."),
    "photo": _("Please send a photo of the spot. Please do not show your face or private parts."),
    "plan": _("Please take your steroid as planned, and do not change it by yourself."),
    "changed": _("Your plan has changed. The daily question shows the dose that counts."),
    "visit": _("Please come to your visit as arranged. Bring all medicine boxes and your study card."),
    "test": _("Please have the blood test that was arranged, and tell us when it is done."),
    "better": _("How are you now? Better, the same, or worse?"),
}
"""By a short code; the order is that of the list."""
