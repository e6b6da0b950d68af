"""What people do with rules: make, change, switch, try, delete; read a configuration file; fill events."""

from collections.abc import Iterable
from typing import Any

from logging_core.automation.aux_rules.configuring import refuse, stored_values
from logging_core.automation.aux_rules.gathering import Gathered, Nothing
from logging_core.automation.aux_rules.models import AuxOrigin, AuxRule, AuxTask, Kind, TaskState
from logging_core.automation.aux_rules.reading import Entry, read_file
from logging_core.automation.aux_rules.rules import fill, require_manager
from logging_core.automation.aux_rules.sources import kinds
from logging_core.events.models import Event
from logging_core.loggers.yaml_files.problems import Problems
from logging_core.shared import clock
from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.errors import Conflict, NotFound, wrong


def save_rule(
    *, actor: Actor, user: Any, id: str | None, told: dict[str, Any], version: int | None = None
) -> AuxRule:
    """Make a rule (`id` None), which is off at first, or change one."""
    require_manager(user)
    with recorded(actor) as changes:
        rule = AuxRule() if id is None else locked_rule(id)
        if version is not None and version != rule.version:
            raise Conflict("The rule was changed meanwhile.", current=rule.record())
        before = None if id is None else rule.record()
        missing = [name for name in ("name", "kind", "data_source") if id is None and name not in told]
        if missing:
            raise wrong(missing[0], "is required")
        fill(rule, told)
        _check_source_is_free(rule)
        _check_names_of_pictures(rule)
        _store(rule, changes, "create" if before is None else "update", before)
    return rule


def switch_rule(*, actor: Actor, user: Any, id: str, on: bool) -> AuxRule:
    """From now on events wait for it, or do not any more."""
    require_manager(user)
    with recorded(actor) as changes:
        rule = locked_rule(id)
        if rule.enabled == on:
            return rule
        before = rule.record()
        rule.enabled, rule.expected_since = on, clock.now() if on else None
        _check_source_is_free(rule)
        AuxOrigin.objects.filter(rule=rule).update(failures=0, rests_until=None)
        if not on:
            AuxTask.objects.filter(rule=rule, state=TaskState.WAITING).update(
                state=TaskState.LEFT, cause="the rule was switched off", finished_at=clock.now()
            )
        _store(rule, changes, "switch", before)
    return rule


def delete_rule(*, actor: Actor, user: Any, id: str) -> None:
    """The records it made stay."""
    require_manager(user)
    with recorded(actor) as changes:
        rule = locked_rule(id)
        changes.add("aux_rule", "delete", rule.id, before=rule.record(), version=rule.version, restricted=True)
        rule.delete()


def try_rule(*, user: Any, told: dict[str, Any], event_id: str) -> Gathered:
    """What a rule, stored or not, would attach to an event now. Nothing is kept. Raises Conflict when nothing."""
    require_manager(user)
    event = Event.objects.alive().filter(id=event_id).first()
    if event is None:
        raise NotFound("There is no such event.")
    rule = AuxRule()
    fill(rule, {**told, "name": f"dry run {rule.id}"})
    try:
        return kinds.named(rule.kind).gather(rule, event.ts, keep=False)
    except Nothing as cause:
        raise Conflict(f"No record: {cause}") from None


def take_configuration(
    *, actor: Actor, user: Any, text: str, file: str, connection: dict[str, Any] | None = None
) -> tuple[list[AuxRule], list[str]]:
    """The entries of an InfluxDB configuration file as rules, by their data source; gives these and the warnings.

    What stands in an existing rule of that source besides the values (server, times) stays. All or nothing.
    """
    require_manager(user)
    problems = Problems()
    entries = read_file(text, file, problems)
    refuse(problems)
    with recorded(actor):
        rules = [_take_entry(actor, user, entry, connection or {}) for entry in entries]
    return rules, [str(problem) for problem in problems.warnings]


def _take_entry(actor: Actor, user: Any, entry: Entry, connection: dict[str, Any]) -> AuxRule:
    known = AuxRule.objects.filter(kind=Kind.INFLUXDB, data_source=entry.data_source).first()
    told: dict[str, Any] = {"config": {**(known.config if known else {}), **connection, **config_of(entry)}}
    if known is None:
        told |= {"name": _free_name(entry.data_source), "kind": Kind.INFLUXDB, "data_source": entry.data_source}
    return save_rule(actor=actor, user=user, id=known.id if known else None, told=told)


def config_of(entry: Entry) -> dict[str, Any]:
    return {"measurements": list(entry.measurements), "values": stored_values(entry.lookup)}


def _free_name(wanted: str) -> str:
    taken = set(AuxRule.objects.filter(name__startswith=wanted).values_list("name", flat=True))
    numbered: Iterable[str] = (f"{wanted[:90]} {number}" for number in range(2, 1000))
    return wanted if wanted not in taken else next(name for name in numbered if name not in taken)


def locked_rule(id: str) -> AuxRule:
    rule = AuxRule.objects.select_for_update().filter(id=id).first()
    if rule is None:
        raise NotFound("There is no such rule.")
    return rule


def _check_source_is_free(rule: AuxRule) -> None:
    """An event has one record a source: two rules would write over each other."""
    others = AuxRule.objects.working().filter(data_source=rule.data_source).exclude(pk=rule.pk)
    if rule.enabled and (other := others.first()):
        raise wrong("data_source", f"is that of the rule {other.name}, which is on")


def _check_names_of_pictures(rule: AuxRule) -> None:
    """Pictures of two cameras must not have one name: the later one would take the place of the other."""
    if rule.kind != Kind.FRAMES:
        return
    others = AuxRule.objects.filter(kind=Kind.FRAMES).exclude(pk=rule.pk)
    taken = {name: other.name for other in others for name in _names_of_pictures(other)}
    for place, name in enumerate(_names_of_pictures(rule)):
        if name in taken:
            raise wrong(f"cameras[{place}].prefix", f"is, with its suffix, that of the rule {taken[name]}, too")


def _names_of_pictures(rule: AuxRule) -> list[str]:
    return [camera["prefix"] + camera["suffix"].lower() for camera in rule.config["cameras"]]


def _store(rule: AuxRule, changes: Changes, verb: str, before: dict[str, Any] | None) -> None:
    """Restricted: a rule tells of hosts and folders."""
    rule.version += 0 if before is None else 1
    rule.save()
    changes.add(
        "aux_rule", verb, rule.id, before=before, after=rule.record(), version=rule.version, restricted=True
    )
