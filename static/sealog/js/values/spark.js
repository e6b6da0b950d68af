// The last ten minutes of a number as a line, as small as a word.

const STEPS = 60;
const EDGE = 2;

export function drawSpark(canvas, trace, nowStep) {
  const scale = window.devicePixelRatio || 1;
  const width = Math.round(canvas.clientWidth * scale);
  const height = Math.round(canvas.clientHeight * scale);
  if (!width || !height) return;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, width, height);
  const points = trace.filter(([step]) => step > nowStep - STEPS);
  if (points.length < 2) return;
  const numbers = points.map(([, value]) => value);
  const least = Math.min(...numbers);
  const range = Math.max(...numbers) - least;
  const edge = EDGE * scale;
  pen.strokeStyle = getComputedStyle(canvas).color;
  pen.lineWidth = 1.5 * scale;
  pen.lineJoin = "round";
  pen.beginPath();
  points.forEach(([step, value], place) => {
    const x = ((step - nowStep + STEPS) / STEPS) * (width - 2 * edge) + edge;
    const y = range ? height - edge - ((value - least) / range) * (height - 2 * edge) : height / 2;
    // A gap of more than two steps is a gap, not a line.
    if (place && step - points[place - 1][0] <= 3) pen.lineTo(x, y);
    else pen.moveTo(x, y);
  });
  pen.stroke();
}
