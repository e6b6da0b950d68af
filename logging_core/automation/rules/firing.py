"""A rule meets an event: what it does is one transaction with the row that claims this version of the event."""

import logging
from datetime import timedelta

from django.db import transaction

from logging_core.automation.rules.deed import AS_IT_IS, FAILED, HELD, NONE, Deed, Doing, Outcome
from logging_core.automation.rules.deeds import KINDS, in_words
from logging_core.automation.rules.matching import Seen, meets
from logging_core.automation.rules.models import Rule, RuleFiring
from logging_core.shared import clock
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import Refusal

log = logging.getLogger(__name__)
# What the product logs by itself may fire a rule so often in a minute; more is taken for a loop.
MOST_BY_PRODUCT, WITHIN = 60, timedelta(minutes=1)
Said = dict[str, str]


def answer(seen: Seen) -> list[RuleFiring]:
    """Fire every enabled rule that the event meets, once for each version of the event."""
    rules = Rule.objects.filter(enabled=True, event_value=seen.value)
    fired = [fire(rule, seen) for rule in rules if meets(rule.event_value, rule.conditions, seen)]
    return [firing for firing in fired if firing is not None]


def fire(rule: Rule, seen: Seen) -> RuleFiring | None:
    """Do what the rule says, all of it or, when the server fails in between, nothing. None: it was done before."""
    actor = Actor(f"rule {rule.name}", via="task")
    held = seen.by_product and _is_looping(rule)
    with recorded(actor, f"{seen.value} of {seen.author} at {clock.iso(seen.ts)}") as changes:
        firing, is_new = RuleFiring.objects.get_or_create(
            rule=rule,
            event_id=seen.id,
            event_version=seen.version,
            defaults={"rule_name": rule.name, "event": seen.record(), "by_product": seen.by_product},
        )
        if not is_new:
            return None
        firing.outcomes = [_held(deed) for deed in rule.deeds] if held else outcomes(rule, seen, actor)
        firing.save(update_fields=["outcomes"])
        after = {**rule.record(), "event_id": seen.id, "outcomes": firing.outcomes}
        changes.add("rule", "fire", rule.id, after=after, version=rule.version)
    return firing


def outcomes(rule: Rule, seen: Seen, actor: Actor) -> list[Said]:
    """Do every deed of the rule. One that is refused leaves the others as they are."""
    doing = Doing(actor, seen, rule.id, rule.name)
    return [_done(deed, doing) for deed in rule.deeds]


def _done(deed: Deed, doing: Doing) -> Said:
    kind = KINDS[deed["do"]]
    if doing.seen.elsewhere and not kind.everywhere:
        return _told(deed, Outcome(AS_IT_IS, "left to the instance where the event was logged"))
    try:
        with transaction.atomic():
            outcome = kind.do(deed, doing)
    except Refusal as refusal:
        outcome = Outcome(FAILED, refusal.message)
    if outcome.result in (FAILED, NONE):
        log.warning("rule %s: %s: %s", doing.rule_name, in_words(deed), outcome.said)
    return _told(deed, outcome)


def _told(deed: Deed, outcome: Outcome) -> Said:
    return {"deed": in_words(deed), "result": outcome.result, "said": outcome.said}


def _held(deed: Deed) -> Said:
    said = f"the product logged more than {MOST_BY_PRODUCT} such events within a minute by itself"
    return _told(deed, Outcome(HELD, said))


def _is_looping(rule: Rule) -> bool:
    lately = RuleFiring.objects.filter(rule=rule, by_product=True, at__gt=clock.now() - WITHIN)
    return lately.count() >= MOST_BY_PRODUCT
