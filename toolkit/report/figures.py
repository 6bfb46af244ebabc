"""A chart as a drawing for files and pages, with words for those who do not see it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from html import escape

from toolkit.text.cells import drawn

_OPENING = re.compile(r"<svg\b[^>]*>")
_SIZE = re.compile(r'\s(width|height|viewBox)="([\d. -]+)"')
_ID = re.compile(r'\bid="([^"]+)"|(?<==")url\(#([^)]+)\)(?=")')
_LOADING = frozenset(
    {
        "a",
        "animate",
        "animatemotion",
        "animatetransform",
        "audio",
        "embed",
        "foreignobject",
        "iframe",
        "image",
        "link",
        "object",
        "script",
        "set",
        "style",
        "use",
        "video",
    }
)
"""Elements that load or run something, or lead elsewhere."""
_LEADING = re.compile(r"javascript:|@import|url\((?!#)", re.I)
_WORDS = frozenset({"aria-label", "aria-description", "aria-roledescription"})
"""Attributes whose values are words for people, which no program interprets."""
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
    opening = _OPENING.search(svg)
    if opening is None:
        raise ValueError("the drawing has no element svg")
    if unsafe := _unsafe(svg):
        raise ValueError(f"the drawing has {unsafe!r}")
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


def _unsafe(svg: str) -> str:
    """What of a drawing could load or run something, empty where nothing could.

    Only elements and attributes count; a text may say whatever a passage says. The opening tag
    does not count, since it is written anew.
    """
    try:
        root = ET.fromstring(svg)
    except ET.ParseError as error:
        raise ValueError("the drawing is no SVG") from error
    for part in root.iter():
        name = _local(part.tag)
        if name in _LOADING:
            return name
        for key, value in part.attrib.items() if part is not root else ():
            attribute = _local(key)
            if attribute == "href" or attribute.startswith("on"):
                return attribute
            if attribute not in _WORDS and (found := _LEADING.search(value)):
                return found.group()
    return ""


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()
