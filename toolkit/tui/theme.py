"""The workspace's own themes; Textual's built-in ones can be named in qct.toml as well."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="qct-dark",
    primary="#7fa7d1",
    secondary="#5f7f9e",
    accent="#e0b061",
    warning="#e0a458",
    error="#e06c75",
    success="#8fbf7f",
    foreground="#d5d8dd",
    background="#15181d",
    surface="#1b1f26",
    panel="#232831",
    dark=True,
    variables={
        "block-cursor-background": "#e0b061",
        "block-cursor-foreground": "#15181d",
        "block-cursor-text-style": "none",
    },
)
LIGHT = Theme(
    name="qct-light",
    primary="#2b5f94",
    secondary="#54779a",
    accent="#935b00",
    warning="#9a5b00",
    error="#b3323c",
    success="#3c7a30",
    foreground="#23272e",
    background="#fbfaf7",
    surface="#f2f0ea",
    panel="#e6e3da",
    dark=False,
    variables={
        "block-cursor-background": "#2b5f94",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "none",
    },
)
CONTRAST = Theme(
    name="qct-contrast",
    primary="#66ccff",
    secondary="#99ddff",
    accent="#ffd700",
    warning="#ffb000",
    error="#ff6b6b",
    success="#7fff7f",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    text_alpha=1.0,
    variables={
        "block-cursor-background": "#ffd700",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
    },
)
OWN = (DARK, LIGHT, CONTRAST)
CYCLE = (DARK.name, LIGHT.name, CONTRAST.name, "ansi-dark")
"""What the theme key goes through."""
