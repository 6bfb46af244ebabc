"""Particles that change with the last sound of the word before them."""

from toolkit.text.particles.korean import Sound, adjusted, last_sound

__all__ = ["Sound", "adjusted", "last_sound"]
