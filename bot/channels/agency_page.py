"""The page on which an agency sees its own record: plain HTML that works without scripts."""

from __future__ import annotations

import html
from collections.abc import Mapping
from string import Template

from babel import Locale

from bot.channels import agency_words as words
from bot.channels import static_files
from bot.directory.trust import fields
from bot.languages import CATALOGS, LANGUAGES, code_of
from bot.replies.catalogs import text

SHELL = static_files.ROOT / "page" / "agency.html"
LONG = ("description", "eligibility")
"""Fields whose text takes several lines."""
TYPES = {"phone": "tel", "email": "email"}


def form(
    catalog: str,
    path: str,
    name: str,
    values: Mapping[str, str],
    verified: str,
    problems: Mapping[str, str] | None = None,
    ended: bool = False,
    note: str = "",
) -> str:
    """The record as a form; with problems, each said where it is and once at the top."""
    problems = problems or {}
    said = {key: text(catalog, message) for key, message in words.PAGE.items()}
    asked = [field for field in words.FIELDS if field in values]
    rows = "".join(_row(catalog, field, values[field], field in problems) for field in asked)
    confirm = f'<button type="submit" class="right">{_e(said["all_right"])}</button>' if not problems else ""
    body = f"""
<h1>{_e(said["headline"])}</h1>
<p class="lead">{_e(said["lead"])} {_e(said["promise"])}</p>
{_summary(catalog, said["look_again"], problems)}
<form method="post" action="{_e(path)}?language={catalog}" autocomplete="off" novalidate>
<section class="now"><h2 dir="auto">{_e(name)}</h2><p dir="auto">{_e(verified)}</p>{confirm}</section>
<h2>{_e(said["change"])}</h2>
{rows}
<p class="row check"><input type="checkbox" id="ended" name="ended" value="yes"{" checked" if ended else ""}>
<label for="ended">{_e(said["ended"])}</label></p>
<p class="row"><label for="note">{_e(said["note"])}</label>
<span class="hint" id="note-hint">{_e(said["note_hint"])}</span>
<textarea id="note" name="note" rows="3" maxlength="1000" aria-describedby="note-hint">{_e(note)}</textarea></p>
<p><button type="submit">{_e(said["send"])}</button></p>
</form>"""
    return _shell(catalog, path, said, body, said["look_again"] if problems else said["title"])


def message(catalog: str, path: str, headline: str, more: str) -> str:
    """A page that only says something: thanks, or that the link is good no more."""
    said = {key: text(catalog, each) for key, each in words.PAGE.items()}
    body = f'<h1>{_e(said[headline])}</h1><p class="lead">{_e(said[more]) if more else ""}</p>'
    return _shell(catalog, path, said, body, said[headline])


def _row(catalog: str, field: str, value: str, wrong: bool) -> str:
    label, most = _e(text(catalog, words.FIELDS[field])), fields.FIELDS[field].longest
    marks = f' aria-invalid="true" aria-describedby="{field}-problem"' if wrong else ""
    hint = (
        f'<span class="problem" id="{field}-problem">{_e(words.problem(catalog, field))}</span>'
        if wrong
        else ""
    )
    common = f'id="{field}" name="{field}" maxlength="{most}" dir="auto"{marks}'
    if field in LONG:
        box = f'<textarea {common} rows="4">{_e(value)}</textarea>'
    else:
        box = f'<input type="{TYPES.get(field, "text")}" {common} value="{_e(value)}">'
    return f'<p class="row"><label for="{field}">{label}</label>{hint}{box}</p>\n'


def _summary(catalog: str, headline: str, problems: Mapping[str, str]) -> str:
    if not problems:
        return ""
    links = "".join(
        f'<li><a href="#{field}">{_e(text(catalog, words.FIELDS[field]))}</a></li>' for field in problems
    )
    return f'<div class="summary" role="alert"><p>{_e(headline)}</p><ul>{links}</ul></div>'


def _shell(catalog: str, path: str, said: Mapping[str, str], body: str, title: str) -> str:
    choices = "".join(_choice(name, path, name == catalog) for name in CATALOGS)
    values = {
        "tag": catalog.replace("_", "-"),
        "direction": Locale.parse(catalog).text_direction,
        "title": _e(title),
        "language_label": _e(said["languages"]),
        "choices": choices,
        "body": body,
    }
    return Template(SHELL.read_text(encoding="utf-8")).substitute(values)


def _choice(catalog: str, path: str, current: bool) -> str:
    tag, language = catalog.replace("_", "-"), LANGUAGES[code_of(catalog)]
    alone = len(language.catalogs) == 1
    name = language.endonym if alone else Locale.parse(catalog).get_display_name(catalog) or language.endonym
    mark = ' aria-current="page"' if current else ""
    return f'<a href="{_e(path)}?language={catalog}" lang="{tag}" hreflang="{tag}"{mark}>{_e(name)}</a> '


def _e(value: str) -> str:
    return html.escape(value, quote=True)
