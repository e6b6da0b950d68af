"""How cameras and databases are: those that do not answer rest, so that nobody waits for them."""

from datetime import datetime, timedelta

from logging_core.automation.aux_rules.gathering import Sign
from logging_core.automation.aux_rules.models import AuxOrigin, AuxRule

REST_AFTER = 3  # failures in a row
LONGEST_REST_S = 30
WRITTEN_EVERY = timedelta(seconds=5)  # while nothing changes
SAME_FOR = timedelta(seconds=60)  # a camera that shows one picture for so long may stand still


class Origins:
    """Those of some rules, read once and written when there is something to say."""

    def __init__(self, rules: set[AuxRule], now: datetime) -> None:
        self._now = now
        found = AuxOrigin.objects.filter(rule__in=rules)
        self._rows = {(row.rule_id, row.name): row for row in found}

    def resting(self, rule: AuxRule) -> dict[str, datetime]:
        """Names of those that are not asked now, and until when."""
        return {
            name: row.rests_until
            for (rule_id, name), row in self._rows.items()
            if rule_id == rule.pk and row.rests_until and row.rests_until > self._now
        }

    def take(self, rule: AuxRule, signs: list[Sign], now: datetime) -> None:
        for sign in signs:
            row = self._rows.get((rule.pk, sign.name)) or AuxOrigin(rule=rule, name=sign.name)
            self._rows[(rule.pk, sign.name)] = row
            changed = _failed(row, sign, now) if sign.trouble else _answered(row, sign, now)
            if changed:
                _write(row)


def _failed(row: AuxOrigin, sign: Sign, now: datetime) -> bool:
    row.failures += 1
    row.trouble, row.trouble_at = sign.trouble, now
    if row.failures >= REST_AFTER:
        row.rests_until = now + timedelta(seconds=min(2.0 ** (row.failures - REST_AFTER + 1), LONGEST_REST_S))
    return True


def _answered(row: AuxOrigin, sign: Sign, now: datetime) -> bool:
    same = row.digest == sign.digest and not row.failures
    if same and row.answered_at and now - row.answered_at < WRITTEN_EVERY:
        return False
    if sign.digest != row.digest or row.shows_since is None:
        row.digest, row.shows_since = sign.digest, now
    row.failures, row.rests_until, row.answered_at = 0, None, now
    return True


def _write(row: AuxOrigin) -> None:
    """By rule and name: two workers may have met the camera for the first time."""
    fields = ("failures", "rests_until", "trouble", "trouble_at", "answered_at", "digest", "shows_since")
    AuxOrigin.objects.update_or_create(
        rule_id=row.rule_id, name=row.name, defaults={field: getattr(row, field) for field in fields}
    )
