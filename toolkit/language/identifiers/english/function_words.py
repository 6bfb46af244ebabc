"""Words of grammar, which no name begins with."""

from __future__ import annotations

from toolkit.language.identifiers.word_sets import word_set

FUNCTION = word_set(
    "the a an this that these those my our your his her their its and but or so if when while "
    "then because as at in on of for from to with by about is was are were be been has had have "
    "do does did not no yes we you i he she they it who which what where why how every each some "
    "any all both well now also even just only still maybe like ask call tell see meet join leave "
    "under over after before since until during although though said says"
)
"""In lower case."""
