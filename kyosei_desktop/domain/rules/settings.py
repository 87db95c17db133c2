"""What a definition says about the rules: the level of each, and its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kyosei_desktop.domain.rules.findings import Level, RuleId


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """How one rule is to be applied."""

    level: Level
    parameters: Mapping[str, Any] = field(default_factory=dict)


Rules = Mapping[RuleId, RuleSetting]
"""The setting of every rule."""
