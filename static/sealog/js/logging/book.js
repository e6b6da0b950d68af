// What this page knows of events: the server's records, newest version each, with changes on top that are not
// stored yet. Everything on the screen is drawn from view(id), so there is one truth for all parts of it.

const MOST_RECORDS = 3000;
const MOST_AUX = 300;
const MOST_LATE_AUX = 300;

export function createBook() {
  const bus = new EventTarget();
  const records = new Map();
  const auxData = new Map();
  const lateAux = [];
  let auxMark = 0;
  let waiting = new Map();

  const book = {
    on: (listener) => bus.addEventListener("changed", (event) => listener(event.detail)),
    take,
    takeAux,
    takeWithAux,
    mark: () => auxMark,
    setWaiting,
    view,
    auxOf: (id) => [...(auxData.get(id) || new Map()).values()],
  };

  function changed(id, aux = false) {
    bus.dispatchEvent(new CustomEvent("changed", { detail: { id, aux } }));
  }

  /** Live messages do not say who may edit; what an answer to this user said stays true. */
  function take(record) {
    const known = records.get(record.id);
    if (known && known.version > record.version) return;
    const mayEdit = "may_edit" in record ? record.may_edit : Boolean(known && known.may_edit);
    records.delete(record.id);
    records.set(record.id, { ...record, may_edit: mayEdit });
    trim(records, MOST_RECORDS);
    changed(record.id);
  }

  function takeAux(aux, verb = "update") {
    auxMark += 1;
    lateAux.push({ mark: auxMark, aux, verb });
    if (lateAux.length > MOST_LATE_AUX) lateAux.shift();
    const all = auxData.get(aux.event_id) || new Map();
    putAux(all, aux, verb);
    auxData.delete(aux.event_id);
    auxData.set(aux.event_id, all);
    trim(auxData, MOST_AUX);
    changed(aux.event_id, true);
  }

  function putAux(all, aux, verb) {
    if (verb === "delete" || verb === "retire") all.delete(aux.id);
    else all.set(aux.id, aux);
  }

  /**
   * An answer that holds the whole event: its aux data replace what was known, but for what came live after `asked`,
   * the mark() at which the answer was asked for.
   */
  function takeWithAux(record, asked = auxMark) {
    const { aux_data: list, ...event } = record;
    const all = new Map((list || []).map((aux) => [aux.id, aux]));
    lateAux
      .filter((late) => late.mark > asked && late.aux.event_id === event.id)
      .forEach((late) => putAux(all, late.aux, late.verb));
    auxData.set(event.id, all);
    take(event);
    changed(event.id, true);
  }

  function setWaiting(map) {
    const before = waiting;
    waiting = map;
    new Set([...before.keys(), ...map.keys()]).forEach((id) => {
      if (JSON.stringify(before.get(id)) !== JSON.stringify(map.get(id))) changed(id);
    });
  }

  function view(id) {
    const record = records.get(id);
    const changes = waiting.get(id);
    if (!record && !(changes && changes.id)) return null;
    return changes ? { ...record, ...changes, pending: true } : record;
  }

  return book;
}

/** Maps keep the order of insertion: the first ones are the longest untouched. */
function trim(map, most) {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
