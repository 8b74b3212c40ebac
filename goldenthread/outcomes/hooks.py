"""What higher rooms say of an outcome; goldenthread.config.ties puts them in."""

from collections.abc import Callable

from goldenthread.outcomes.models import Outcome

# Whether something that was issued tells of it.
told: list[Callable[[Outcome], bool]] = []
