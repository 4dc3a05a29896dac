"""What a good navigator would name among the first three, for requests as families make them."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from bot.directory import places, search
from bot.directory.search import Request


@dataclass(frozen=True)
class Judged:
    """A request, and organizations that must be among the first three."""

    needs: str
    where: str
    expected: tuple[str, ...]
    languages: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    child_age_months: int | None = None


JUDGED = (
    Judged("food", "90022", ("Eastmont Community Center", "Food Net-Centro Maravilla"), ("es",)),
    Judged("baby_supplies food", "90022", ("Eastmont Community Center", "California WIC"), ("es",), (), 7),
    Judged("baby_supplies", "Mendocino", ("California WIC",)),
    Judged("baby_supplies", "Oakland", ("SupplyBank.org and Alameda County",)),
    Judged("housing", "Fresno", ("Fresno Housing Authority",)),
    Judged("legal housing", "94601", ("Centro Legal de la Raza",), ("es",)),
    Judged("child_care", "Stockton", ("Family Resource and Referral Center",)),
    Judged("development", "Pomona", ("San Gabriel/Pomona Regional Center", "First 5 LA"), (), (), 24),
    Judged("development", "Redding", ("Far Northern Regional Center",), (), (), 24),
    Judged("special_needs", "Oakland", ("Regional Center of the East Bay",), (), (), 96),
    Judged("early_learning", "93706", ("Fresno EOC Head Start 0 to 5",), (), (), 36),
    Judged("health_coverage", "92683", ("Covered California",), ("vi",)),
    Judged("prenatal_care", "Bakersfield", ("Omni Family Health", "Clinica Sierra Vista"), ("es",)),
    Judged("birth_support", "Inglewood", ("African American Infant and Maternal Mortality Initiative (LA County)",),
           ("en",), ("black",)),
    Judged("domestic_violence", "San Jose", ("Next Door Solutions", "YWCA Silicon Valley")),
    Judged("cash", "Merced", ("Merced County Human Services Agency",)),
    Judged("cash", "Eureka", ("Tolowa Dee-ni' Nation",), ("en",), ("native",)),
    Judged("dental_vision", "Koreatown", ("Kheir Clinic",), ("ko",), ("korean",)),
    Judged("mental_health", "San Francisco", ("San Francisco Behavioral Health Services",)),
    Judged("perinatal_mental_health", "Modesto", ("HRSA", "Postpartum Support International")),
    Judged("utilities", "Oakland", ("East Bay Municipal Utility District (EBMUD)",)),
    Judged("tax_credits", "Oakland", ("Alameda County Social Services Agency",)),
    Judged("navigation", "Visalia", ("211 (California 2-1-1 providers)",), ("es",)),
    Judged("paid_leave", "95121", ("California Employment Development Department (EDD)",), ("vi",)),
    Judged("substance_use", "Ukiah", ("SAMHSA",)),
    Judged("pregnancy_loss", "Tulare", ("First Candle",)),
    Judged("transport", "San Mateo", ("SamTrans",)),
    Judged("kinship", "Riverside", ("United Ways of California",)),
    Judged("parenting", "Long Beach", ("National Responsible Fatherhood Clearinghouse",), ("en",), ("fathers",)),
    Judged("food", "San Francisco", ("St. Anthony's", "SF-Marin Food Bank"), ("zh",)),
)  # fmt: skip


@pytest.mark.parametrize("judged", JUDGED, ids=lambda j: f"{j.needs} {j.where}")
def test_the_first_three_hold_what_a_navigator_would_name(bundle: Session, judged: Judged) -> None:
    where = {"zip": judged.where} if judged.where.isdigit() else {"city": judged.where}
    place = places.resolve(**where)
    assert isinstance(place, places.Place)
    request = Request(
        tuple(judged.needs.split()), place, judged.languages, judged.communities, judged.child_age_months
    )
    shown = [one.organization for one in search.find(bundle, request)]
    assert set(judged.expected) <= set(shown), shown
