"""Tables whose cells are shaded by how much there is. Every cell also says it, so that colour is never needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from bot.directory.gaps import shades


@dataclass(frozen=True)
class Shown:
    """One cell: its step, what stands in it, and the words a screen reader says where that is a sign."""

    shade: str
    sign: str
    words: str = ""

    def html(self) -> str:
        """The cell."""
        if self.words:
            said = f'<span aria-hidden="true">{escape(self.sign)}</span>'
            said += f'<span class="unseen">{escape(self.words)}</span>'
        else:
            said = escape(self.sign)
        return f'<td class="{self.shade}">{said}</td>'


def of_number(local: int, statewide: int, particular: bool = False) -> Shown:
    """A cell for a number of the county's own and of statewide services."""
    if particular:
        return Shown(shades.PARTICULAR, f"({local})", f"{local}, only by or for particular communities")
    shade = shades.of_number(local, statewide)
    if local:
        return Shown(shade, str(local))
    return Shown(shade, *(("S", f"{statewide} statewide only") if statewide else ("0", "nothing")))


def table(
    key: str,
    caption: str,
    corner: str,
    rows: Mapping[str, str],
    columns: Mapping[str, str],
    cell: Callable[[str, str], Shown],
    anchors: str = "",
) -> str:
    """A table in a region that can be scrolled with the keyboard; rows and columns are names by their keys.

    With `anchors` every row can be linked to by that word and its key.
    """
    heads = "".join(f'<th scope="col"><span>{escape(name)}</span></th>' for name in columns.values())
    body = "\n".join(
        f'<tr{f" id={_quoted(anchors, row)}" if anchors else ""}><th scope="row">{escape(name)}</th>'
        + "".join(cell(row, column).html() for column in columns)
        + "</tr>"
        for row, name in rows.items()
    )
    return (
        f'<div class="scrolled" role="region" tabindex="0" aria-labelledby="{key}-caption">'
        f'<table class="heat"><caption id="{key}-caption">{escape(caption)}</caption>\n'
        f'<thead><tr><th scope="col">{escape(corner)}</th>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>'
    )


def legend() -> str:
    """What the steps mean."""
    steps = "".join(
        f'<li><span class="swatch {shade}">{escape(sign)}</span> {escape(means)}</li>'
        for shade, (sign, means) in shades.LEGEND.items()
    )
    return f'<ul class="legend" aria-label="What the shades mean">{steps}</ul>'


def anchor(word: str, key: str) -> str:
    """The id of a row."""
    return f"{word}-{key.lower().replace(' ', '-')}"


def _quoted(word: str, key: str) -> str:
    return f'"{escape(anchor(word, key))}"'
