"""The report as one file to open in a browser, send or print: map, tables, and the gaps that hurt first."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from pathlib import Path

from bot.directory.gaps import county_map, heat, outlines, tables, texts
from bot.directory.gaps.counting import Reach, communities, counties, needs
from bot.directory.gaps.finding import Gap, Kind
from bot.directory.gaps.grouping import counties_of
from bot.directory.gaps.languages import name
from bot.directory.gaps.tables import Report

HERE = Path(__file__).parent
MOST_ASKED = 60
"""Gaps families asked for that are listed one by one."""


def html(report: Report, at: datetime) -> str:
    """The whole page. It asks for nothing from anywhere."""
    views = county_map.views(report)
    figures = json.dumps(
        {"names": counties(), "views": [view.as_json() for view in views]}, ensure_ascii=False
    )
    figures = figures.replace("<", "\\u003c")
    script = (HERE / "page.js").read_text(encoding="utf-8")
    body = "\n".join(
        (
            f"<header><h1>What the directory has, and what it lacks</h1><p>{at:%B %-d, %Y}. "
            f"{escape(next(texts.summary(report)))} (not known, which is not «English only»).</p></header>",
            '<main id="main">',
            _section("gaps", "Gaps that hurt", _hurting(report)),
            _section("counties", "The counties", _map(views)),
            _section("needs", "Needs by county", heat.legend() + _needs(report)),
            _section("languages", "Languages by county", _languages(report)),
            _section("communities", "Communities by county", _communities(report)),
            "</main>",
            f"<footer><p>A small number of times is told only as «1 to 4»: in a small county it could point to a "
            f"family. County shapes: {escape(outlines.source())}.</p></footer>",
        )
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Coverage of the directory, {at:%Y-%m-%d}</title>\n"
        f"<style>{(HERE / 'page.css').read_text(encoding='utf-8')}</style></head>\n"
        f'<body><a class="skip" href="#needs">Skip to the tables</a>\n{body}\n'
        f'<script type="application/json" id="figures">{figures}</script>\n'
        f'<script type="module">{script}</script></body></html>\n'
    )


def _section(key: str, title: str, inside: str) -> str:
    return f'<section id="{key}" aria-labelledby="{key}-title"><h2 id="{key}-title">{title}</h2>\n{inside}</section>'


def _hurting(report: Report) -> str:
    asked = [gap for gap in report.gaps if gap.asked]
    if asked:
        rows = "".join(map(_asked_row, asked[:MOST_ASKED]))
        heads = "".join(f'<th scope="col">{title}</th>' for title in ("Times asked", "County", "For", "Gap"))
        first = (
            '<div class="scrolled" role="region" tabindex="0" aria-labelledby="asked-caption"><table>'
            '<caption id="asked-caption">Asked for, and nothing answered: the most often first</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        )
    else:
        first = "<p>So far no family asked for anything that nothing in the directory answers.</p>"
    nothing = "".join(
        f"<li>{escape(needs()[need])}: {escape(', '.join(where))}</li>"
        for need, where in counties_of(report.gaps, Kind.NOTHING).items()
    )
    none = f"<h3>Nothing at all, not even statewide</h3><ul>{nothing}</ul>" if nothing else ""
    return first + none + _needs_in_short(report)


def _needs_in_short(report: Report) -> str:
    """Each need: in how many counties which is the best there is; the worst first."""
    table = tables.by_need(report)
    worst = sorted(table.as_json(), key=lambda row: (-int(row["nothing"]), -int(row["only_statewide"])))
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in ("Need", *_SHORT.values()))
    rows = "".join(
        f'<tr><th scope="row">{escape(str(row["name"]))}</th>'
        + "".join(f"<td>{escape(str(row[name]))}</td>" for name in _SHORT)
        + "</tr>"
        for row in worst
    )
    return (
        '<div class="scrolled" role="region" tabindex="0" aria-labelledby="short-caption"><table>'
        '<caption id="short-caption">The best there is for each need, in how many counties: the worst first'
        f"</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


_SHORT = {
    "nothing": "nothing",
    "only_statewide": "statewide only",
    "only_for_communities": "of the county, only for particular communities",
    "local": "of the county, for everyone",
    "asked_in_vain": "times asked in vain",
}
"""The columns of that table and what they are called."""


def _asked_row(gap: Gap) -> str:
    said = (gap.asked_said, gap.county or "no place named", _what(gap), gap.kind.value)
    return f"<tr>{''.join(f'<td>{escape(each)}</td>' for each in said)}</tr>"


def _what(gap: Gap) -> str:
    need = needs().get(gap.need or "", "")
    return f"{need}, in {name(gap.language)}" if gap.language else need


def _map(views: list[county_map.View]) -> str:
    return (
        f'<p class="screen">{county_map.choice(views)}</p><div class="map">{county_map.svg(views[0])}<div>'
        '<p id="said" aria-live="polite">Shaded by how many of all needs have a service of the county itself: '
        "up to a third, up to two thirds, more.</p>"
        f"{heat.legend()}<p>Over all needs together the three blues mean: up to a third of the needs have a "
        "service of the county itself, up to two thirds, more. Tab goes from county to county; Enter goes to "
        "its row in the table.</p></div></div>"
    )


def _needs(report: Report) -> str:
    def cell(county: str, need: str) -> heat.Shown:
        here = report.counts.cells[county, need]
        return heat.of_number(here.local, here.statewide, here.reach is Reach.PARTICULAR)

    caption = (
        "Services of each county for each need; S: statewide only; in brackets: only by or for communities"
    )
    return heat.table("need", caption, "County", _counties(), needs(), cell, "county")


def _languages(report: Report) -> str:
    counts = report.counts
    columns = {code: name(code) for code in sorted(counts.speak, key=lambda code: -counts.speak[code])}

    def cell(county: str, code: str) -> heat.Shown:
        return heat.of_number(
            counts.languages.get((county, code), 0), counts.languages_statewide.get(code, 0)
        )

    def spoken(need: str, code: str) -> heat.Shown:
        where = counts.language_needs.get((code, need), frozenset())
        return heat.of_number(len(where - {"*"}), int("*" in where))

    return "".join(
        (
            "<p>Only languages that a record names. A record that names none may well speak them: ask, and "
            "write it down.</p>",
            heat.table(
                "language", "Services of each county by language", "County", _counties(), columns, cell
            ),
            heat.table(
                "spoken",
                "In how many counties a need is answered in a language",
                "Need",
                needs(),
                columns,
                spoken,
            ),
        )
    )


def _communities(report: Report) -> str:
    counts = report.counts

    def cell(county: str, code: str) -> heat.Shown:
        own = counts.communities.get((county, code), 0)
        return heat.of_number(own, counts.communities_statewide.get(code, 0))

    def served(need: str, code: str) -> heat.Shown:
        return heat.of_number(counts.community_needs.get((code, need), 0), 0)

    return "".join(
        (
            "<p>Organizations by or for a community in particular.</p>",
            heat.table(
                "community", "Organizations of each county", "County", _counties(), communities(), cell
            ),
            heat.table(
                "served", "Services in all of California by need", "Need", needs(), communities(), served
            ),
        )
    )


def _counties() -> dict[str, str]:
    return {county: county for county in counties()}
