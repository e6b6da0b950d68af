// A plot of one stream: single samples as a line, parts of the span as a band from least to greatest with their mean.

const HEIGHT = 352;
const HEIGHT_SMALL = 256;
const DAY = "\n{YYYY}-{MM}-{DD}";
// Smallest step in seconds, form of a tick, and what stands below it where a year, month, day, hour or minute begins.
const TICKS = [
  [365 * 86400, "{YYYY}", null, null, null, null, null, null, 1],
  [28 * 86400, "{YYYY}-{MM}", null, null, null, null, null, null, 1],
  [86400, "{MM}-{DD}", "\n{YYYY}", null, null, null, null, null, 1],
  [60, "{HH}:{mm}", DAY, null, DAY, null, null, null, 1],
  [1, "{HH}:{mm}:{ss}", DAY, null, DAY, null, null, null, 1],
  [0.001, "{mm}:{ss}.{fff}", DAY, null, DAY, null, null, null, 1],
];

/** `selected(since, until)` is called, in Unix seconds, when somebody drags over a part of it. */
export function createPlot(element, selected) {
  let plot = null;
  let last = null;

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  }

  function axis(more) {
    const line = { stroke: colour("line"), width: 1 };
    return { stroke: colour("ink-2"), grid: line, ticks: line, ...more };
  }

  function options(data, unit) {
    const value = (_plot, number) => (number === null || number === undefined ? "" : String(Number(number.toPrecision(8))));
    const accent = colour("accent");
    const single = data.width === 0;
    const edge = { stroke: accent, width: 0.5, points: { show: false }, value, alpha: 0.7 };
    return {
      width: element.clientWidth,
      height: window.innerWidth < 640 ? HEIGHT_SMALL : HEIGHT,
      tzDate: (seconds) => window.uPlot.tzDate(new Date(seconds * 1e3), "Etc/UTC"),
      scales: { x: { range: () => [last.since, last.until] } },
      cursor: { drag: { x: true, y: false, setScale: false } },
      hooks: { setSelect: [select] },
      axes: [axis({ values: TICKS, space: 72 }), axis({ size: 72, label: unit || undefined, labelSize: unit ? 22 : 0 })],
      series: single
        ? [{ label: "UTC", value: stamp }, { label: "value", stroke: accent, width: 1.5, value }]
        : [
            { label: "UTC", value: stamp },
            { label: "least", ...edge },
            { label: "greatest", ...edge },
            { label: "mean", stroke: accent, width: 1.5, points: { show: false }, value },
          ],
      bands: single ? [] : [{ series: [2, 1], fill: colour("accent-soft") }],
    };
  }

  function stamp(_plot, seconds) {
    return seconds === null || seconds === undefined ? "" : new Date(seconds * 1000).toISOString().replace("T", " ").slice(0, 23) + "Z";
  }

  function select(drawn) {
    if (drawn.select.width < 4) return;
    selected(drawn.posToVal(drawn.select.left, "x"), drawn.posToVal(drawn.select.left + drawn.select.width, "x"));
  }

  /** `data` is an answer of the history API; `since` and `until` in Unix seconds. */
  function show(data, since, until, unit) {
    const sameKind = last && plot && (last.data.width === 0) === (data.width === 0) && last.unit === unit;
    last = { data, since, until, unit };
    const columns = withGaps(data);
    if (sameKind) plot.setData(columns);
    else rebuild(columns);
  }

  function rebuild(columns) {
    if (plot) plot.destroy();
    plot = new window.uPlot(options(last.data, last.unit), columns, element);
  }

  const again = () => last && rebuild(withGaps(last.data));
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  new ResizeObserver(() => plot && plot.width !== element.clientWidth && again()).observe(element);
  return { show };
}

/** Where nothing was measured for long there is no line: a point without value goes between. */
function withGaps({ t, min, max, mean, width }) {
  const longest = width ? width * 2.5 : 10 * median(t.slice(1).map((at, place) => at - t[place]));
  const columns = width ? [[], [], [], []] : [[], []];
  t.forEach((at, place) => {
    if (place && at - t[place - 1] > longest) push(columns, [t[place - 1] + (at - t[place - 1]) / 2, null, null, null]);
    push(columns, width ? [at, min[place], max[place], mean[place]] : [at, min[place]]);
  });
  return columns;
}

function push(columns, row) {
  columns.forEach((column, place) => column.push(row[place]));
}

function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted.length ? sorted[Math.floor(sorted.length / 2)] : Infinity;
}
