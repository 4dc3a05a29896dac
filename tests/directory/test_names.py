"""Organizations and services found by name, with typing errors, in every script; kept up to date."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from bot.directory import importing, names, places, search
from bot.directory.requests import Request
from bot.directory.text import terms
from bot.directory.text.tables import Name, Named, NameTerm, Said
from tests.directory import made


def load(session: Session, folder: Path, *services: dict[str, Any]) -> None:
    assert not importing.import_files(session, [made.write(folder, *services)]).refused


def first(session: Session, text: str) -> str | None:
    found = search.by_name(session, text)
    return found[0].organization if found else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("la clinica de la rasa", "La Clinica de La Raza"),
        ("planned parenthod imperial", "Planned Parenthood Imperial Valley Health Center"),
        ("asian helth services", "Asian Health Services"),
        ("mixteco indigena", "Mixteco/Indigena Community Organizing Project (MICOP)"),
    ],
)
def test_bundled_organizations_are_found(bundle: Session, typed: str, meant: str) -> None:
    assert first(bundle, typed) == meant


def test_head_strat_is_head_start(bundle: Session) -> None:
    found = search.by_name(bundle, "head strat")
    assert found and all("head start" in f"{one.organization} {one.service}".lower() for one in found)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("La Clínica de La Raza", "la clinica de la rasa"),
        ("華人資源中心", "華人資源"),
        ("한인가정상담소", "한인가정상담"),
        ("Hội Người Việt Cao Niên", "hoi nguoi viet"),
        ("Trung Tâm Gia Đình", "trung tam gia dinh"),
        ("St. Mary's Center", "st marys center"),
        ("WomenShelter of Long Beach", "women shelter long beach"),
        ("KYCC", "kycc"),
        ("Աստղ Կենտրոն", "աստղ կենտրոն"),
    ],
)
def test_names_in_every_script(empty: Session, tmp_path: Path, name: str, typed: str) -> None:
    others = [made.service(f"Other {n}", "food", organization=f"Other center {n}") for n in range(5)]
    load(empty, tmp_path, made.service("Pantry", "food", organization=name), *others)
    assert first(empty, typed) == name


def test_a_place_leaves_what_serves_it_and_the_near_comes_first(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        made.service("Far", "food", zip_code="93535", organization="Sunrise"),
        made.service("Near", "food", zip_code="90063", organization="Sunrise", phone="213-555-0111"),
        made.service("Elsewhere", "food", county="Alameda", organization="Sunrise", phone="213-555-0112"),
    )
    place = places.resolve(zip="90022")
    assert isinstance(place, places.Place)
    near = search.by_name(empty, "sunrise", 5, Request((), place))
    assert [one.service for one in near] == ["Near", "Far"]
    assert len(search.by_name(empty, "sunrise", 5)) == 3


def test_import_keeps_the_names_up_to_date(empty: Session, tmp_path: Path) -> None:
    service = made.service("Pantry", "food", organization="Sunrise")
    clinic = made.service("Clinic", "food", organization="Harbor", phone="213-555-0111")
    load(empty, tmp_path, service, clinic)
    service["organization"]["name"] = "Moonlight"
    load(empty, tmp_path, service, clinic)
    assert first(empty, "moonlight") == "Moonlight" and first(empty, "sunrise") is None
    assert first(empty, "harbor") == "Harbor"
    load(empty, tmp_path, {**service, "status": "inactive"}, clinic)
    assert first(empty, "moonlight") is None
    used = select(func.count()).select_from(Name).where(Name.id.notin_(select(Named.name_id)))
    assert empty.execute(used).scalar() == 0, "a name that nobody goes by"
    counted = {term for term, uses in empty.execute(select(NameTerm.term, NameTerm.uses)) if uses > 0}
    left = empty.execute(select(Name.plain)).scalars()
    assert counted == {piece for name in left for word in terms.grams(name) for piece in word}
    assert empty.execute(select(func.count()).select_from(Said)).scalar() == 1


def test_only_some_of_the_names_are_read(empty: Session, tmp_path: Path) -> None:
    load(
        empty,
        tmp_path,
        *(made.service(f"Service {n}", "food", organization=f"Center {n:05}") for n in range(900)),
        made.service("Pantry", "food", organization="Zócalo"),
    )
    read = 0

    def count(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        nonlocal read
        assert "LIMIT" in statement or "= ?" in statement or " IN " in statement or "= %" in statement, (
            statement
        )
        read += 1

    event.listen(empty.get_bind(), "after_cursor_execute", count)
    try:
        assert first(empty, "zocalo") == "Zócalo"
        assert len(names._worth_a_look(empty, "center 00017")) < 900
    finally:
        event.remove(empty.get_bind(), "after_cursor_execute", count)
    assert read


def test_pieces_and_words() -> None:
    assert terms.plain("  La Clínica, «de» La-Raza ") == "la clinica de la raza"
    assert terms.grams("raza") == [frozenset({"_ra", "raz", "aza", "za_"})]
    assert len(terms.grams("華人資源中心")[0]) == 5
    assert terms.words("help with the diapers") == ["diapers"]
    assert all(term.isascii() for word in terms.grams("한인 華人 աստղ") for term in word)
