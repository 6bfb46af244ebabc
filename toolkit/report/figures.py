"""A chart as a drawing for files and pages, with words for those who do not see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from toolkit.text.cells import drawn

_OPENING = re.compile(r"<svg\b[^>]*>")
_SIZE = re.compile(r'\s(width|height|viewBox)="([\d. -]+)"')
_ID = re.compile(r'\bid="([^"]+)"|url\(#([^)]+)\)')
_UNSAFE = re.compile(
    r"<script|<style|<foreignObject|<image|<a\b|<use\b|href|\son\w+=|javascript:|@import|url\((?!#)",
    re.I,
)
NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing in SVG with a title and a description in words."""

    id: str
    """A name for its parts, unlike that of any other figure on the page."""
    title: str
    description: str
    """What the drawing shows, figure by figure, as sentences."""
    svg: str
    """A document of its own, without scripts, links, fonts or addresses."""

    def inline(self) -> str:
        """The drawing as an element of a page, where the name of its language is not needed."""
        return self.svg.replace(NAMESPACE, "", 1)


def figure(identifier: str, title: str, description: str, svg: str) -> Figure:
    """The figure of a drawing that another program made.

    Its opening tag is written anew with the title and the description, and its ids get the name
    of the figure, so that several figures can stand on one page.

    Raises
    ------
    ValueError
        The drawing could load or run something.
    """
    if unsafe := _UNSAFE.search(_OPENING.sub("", svg, count=1)):
        raise ValueError(f"the drawing has {unsafe.group()!r}")
    opening = _OPENING.search(svg)
    if opening is None:
        raise ValueError("the drawing has no element svg")
    size = " ".join(f'{name}="{value}"' for name, value in _SIZE.findall(opening.group()))
    head = (
        f'<svg{NAMESPACE} {size} role="img" '
        f'aria-labelledby="{identifier}-title {identifier}-text">'
        f'<title id="{identifier}-title">{escape(drawn(title))}</title>'
        f'<desc id="{identifier}-text">{escape(drawn(description))}</desc>'
    )
    body = _ID.sub(
        lambda match: (
            f'id="{identifier}-{match.group(1)}"'
            if match.group(1)
            else f"url(#{identifier}-{match.group(2)})"
        ),
        svg[opening.end() :],
    )
    return Figure(identifier, title, description, head + body.rstrip() + "\n")
