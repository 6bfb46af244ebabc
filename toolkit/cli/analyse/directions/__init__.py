"""`qct directions`: propose, show and confirm policy directions of segments."""

from toolkit.cli.analyse.directions.confirm import confirm
from toolkit.cli.analyse.directions.of_directions import directions
from toolkit.cli.analyse.directions.propose import propose
from toolkit.cli.analyse.directions.replay import replay
from toolkit.cli.analyse.directions.show import show

__all__ = ["confirm", "directions", "propose", "replay", "show"]
