"""What needs, communities and languages are called when we speak to a family."""

from collections.abc import Iterable

from babel import Locale
from babel.lists import format_list

from bot.languages import locale_of
from bot.replies.catalogs import N_, text

NEEDS: dict[str, str] = {
    "navigation": N_("finding help"),
    "peer_support": N_("parent groups"),
    "domestic_violence": N_("safety at home"),
    "legal": N_("legal help"),
    "kinship": N_("raising a relative's child"),
    "food": N_("food"),
    "baby_supplies": N_("baby supplies"),
    "cash": N_("cash aid"),
    "tax_credits": N_("tax credits"),
    "housing": N_("housing"),
    "utilities": N_("bills"),
    "jobs": N_("work"),
    "paid_leave": N_("paid family leave"),
    "transport": N_("rides"),
    "prenatal_care": N_("pregnancy care"),
    "birth_support": N_("birth support"),
    "home_visiting": N_("home visits"),
    "breastfeeding": N_("breastfeeding"),
    "postpartum_care": N_("care after birth"),
    "perinatal_mental_health": N_("emotional support in pregnancy and after"),
    "pregnancy_loss": N_("support after losing a baby"),
    "family_planning": N_("family planning"),
    "child_care": N_("child care"),
    "early_learning": N_("early learning"),
    "development": N_("child development"),
    "special_needs": N_("special needs"),
    "parenting": N_("parenting"),
    "health_coverage": N_("health coverage"),
    "child_health": N_("health care for children"),
    "adult_health": N_("health care for adults"),
    "dental_vision": N_("dental and eye care"),
    "mental_health": N_("counseling"),
    "substance_use": N_("help with alcohol or drugs"),
}
"""Every need of the taxonomy in a family's words, fit to stand in a sentence: «help with {…}»."""

COMMUNITIES: dict[str, str] = {
    "black": N_("Black families"),
    "african_immigrant": N_("African and Caribbean families"),
    "native": N_("Native families"),
    "latino": N_("Latino families"),
    "indigenous_latam": N_("Indigenous families from Mexico and Central America"),
    "chinese": N_("Chinese families"),
    "vietnamese": N_("Vietnamese families"),
    "filipino": N_("Filipino families"),
    "korean": N_("Korean families"),
    "japanese": N_("Japanese families"),
    "hmong": N_("Hmong families"),
    "khmer": N_("Cambodian families"),
    "lao": N_("Lao, Mien and Thai families"),
    "south_asian": N_("South Asian families"),
    "pacific_islander": N_("Pacific Islander families"),
    "mena": N_("Middle Eastern and North African families"),
    "armenian": N_("Armenian families"),
    "slavic": N_("Russian, Ukrainian and other Slavic families"),
    "immigrant": N_("immigrant and refugee families"),
    "farmworker": N_("farmworker families"),
    "lgbtq": N_("LGBTQ+ families"),
    "fathers": N_("fathers"),
    "young_parents": N_("young parents"),
    "kinship": N_("grandparents and kin raising children"),
    "disability": N_("families of children with disabilities"),
    "military": N_("military families"),
}
"""Every community of the taxonomy, as a service is said to be for it."""


def need(catalog: str, code: str) -> str:
    """A need in a family's words. Raises KeyError for a code the taxonomy does not have."""
    return text(catalog, NEEDS[code])


def community(catalog: str, code: str) -> str:
    """A community by name. Raises KeyError for a code the taxonomy does not have."""
    return text(catalog, COMMUNITIES[code])


def needs(catalog: str, codes: Iterable[str]) -> str:
    """Several needs as a list in a sentence: «food, housing, and bills»."""
    return listed(catalog, [need(catalog, code) for code in codes])


def languages(catalog: str, codes: Iterable[str]) -> str:
    """Languages by their names in the reader's language; a code without a name stands as it is."""
    names = Locale.parse(catalog).languages
    return ", ".join(names.get(code, code) for code in codes)


def listed(catalog: str, parts: list[str]) -> str:
    """A list in a sentence, as the language joins it."""
    return format_list(parts, locale=locale_of(catalog)) if parts else ""
