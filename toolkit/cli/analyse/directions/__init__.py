"""`qct directions`: propose, show and confirm policy directions of segments."""

from toolkit.cli.analyse.directions.confirm import confirm
from toolkit.cli.analyse.directions.next import next_
from toolkit.cli.analyse.directions.of_directions import directions
from toolkit.cli.analyse.directions.propose import propose
from toolkit.cli.analyse.directions.replay import replay
from toolkit.cli.analyse.directions.report import report
from toolkit.cli.analyse.directions.rule import rule
from toolkit.cli.analyse.directions.sample import sample, shares
from toolkit.cli.analyse.directions.scheme import scheme
from toolkit.cli.analyse.directions.show import show

__all__ = [
    "confirm",
    "directions",
    "next_",
    "propose",
    "replay",
    "report",
    "rule",
    "sample",
    "scheme",
    "shares",
    "show",
]
