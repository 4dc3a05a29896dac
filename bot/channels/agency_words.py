"""What an agency reads: the page for its own record, and the mail and the text that bring it there."""

from __future__ import annotations

from collections.abc import Mapping

from bot.replies.catalogs import N_, text

FIELDS: Mapping[str, str] = {
    "organization": N_("Your organization"),
    "name": N_("What you offer"),
    "phone": N_("Phone to call"),
    "web": N_("Web page"),
    "email": N_("E-mail"),
    "address": N_("Address: street, city, ZIP code"),
    "hours": N_("When you are open"),
    "cost": N_("What it costs"),
    "eligibility": N_("Who it is for"),
    "languages": N_("Languages you speak, with commas between"),
    "description": N_("More about it"),
}
"""The label of every field that an agency can set right."""

PROBLEMS: Mapping[str, str] = {
    "phone": N_("Please write one phone number, such as 213-555-0100."),
    "web": N_("Please write a web address, such as www.example.org."),
    "email": N_("Please write an e-mail address, such as help@example.org."),
    "address": N_("Please write street, city and ZIP code, such as 701 Main St, Fresno, CA 93701."),
    "languages": N_("Please write languages with commas between, such as English, Spanish."),
}
OTHER_PROBLEM = N_("This cannot be empty or so long.")

PAGE: Mapping[str, str] = {
    "title": N_("Your entry for families"),
    "headline": N_("Is this right?"),
    "lead": N_(
        "Kinpath tells families with young children about you. Please look at what it says, and change what is "
        "not right."
    ),
    "promise": N_("A person reads your answer first. Families see nothing new before that."),
    "all_right": N_("All of this is right"),
    "change": N_("Or change it here"),
    "ended": N_("We no longer offer this."),
    "note": N_("Is there anything else we should know?"),
    "note_hint": N_("Please write nothing about any family."),
    "send": N_("Send my changes"),
    "look_again": N_("Nothing was sent yet. Please look at these again:"),
    "thanks": N_("Thank you!"),
    "thanks_more": N_(
        "A person will read it before families see it. You can use this link again if more changes."
    ),
    "gone": N_("This link does not work any more."),
    "gone_more": N_(
        "It may be too old, or it was taken back. Please ask whoever sent it to you for a new one."
    ),
    "too_often": N_("That was sent many times. Please wait a few minutes and try again."),
    "languages": N_("Language"),
}
"""The page's other words."""


def problem(catalog: str, field: str) -> str:
    """What to write instead, in a field that cannot be read."""
    return text(catalog, PROBLEMS.get(field, OTHER_PROBLEM))


def mail(catalog: str, name: str, address: str, until: str) -> tuple[str, str]:
    """A mail's subject and text."""
    subject = text(catalog, "Is your entry for families right? {name}", name=name)
    body = text(
        catalog,
        "Hello,\n\nKinpath is a free helper that tells families with young children where they find help, over SMS "
        "and the web. It tells them about {name}.\n\nPlease look whether what it says is still right. It takes two "
        "minutes, and you need no account:\n\n{address}\n\nThe link is for your entry alone and works until {until}. "
        "A person reads your answer before families see it.\n\nThank you!",
        name=name,
        address=address,
        until=until,
    )
    return subject, body


def sms(catalog: str, name: str, address: str) -> str:
    """The same as a text message."""
    return text(
        catalog,
        "Kinpath tells families about {name}. Is it still right? Please look, it takes 2 minutes: {address}",
        name=name,
        address=address,
    )
