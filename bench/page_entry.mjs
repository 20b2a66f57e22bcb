// What the benchmark's own page holds: the contestants of tasks.mjs, and two drawings of 10,000 moving points.

import uPlot from 'uplot';
import { PlanePlot } from '../web/src/plots/plane-plot';
import { Surface } from '../web/src/plots/surface';
import { contestants } from './tasks.mjs';
import { floats, tensorflow } from './tensorflow.mjs';

const POINTS = 10_000;
const theme = {
  dark: false,
  ground: '#ffffff',
  ink: '#222222',
  quiet: '#666666',
  rule: '#dddddd',
  real: '#0a7d6c',
  model: '#b2441f',
  law: '#555555',
  family: 'sans-serif',
  tick: 12,
  label: 14,
};

/** Ten clouds in turn; sorted by x, because uPlot's series must be. */
const clouds = Array.from({ length: 10 }, () => {
  const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  return {
    x: Float64Array.from({ length: POINTS }, normal).sort(),
    y: Float64Array.from({ length: POINTS }, normal),
  };
});

function ours(place) {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'width:1200px;height:800px';
  place.append(canvas);
  const plot = new PlanePlot(new Surface(canvas, () => {}), theme);
  const nothing = new Float64Array(0);
  const model = {
    weights: new Float64Array([0.5, 0.5]),
    means: new Float64Array([-1, 0, 1, 0]),
    covariances: new Float64Array([1, 0, 0, 1, 1, 0.3, 0.3, 1]),
  };
  const reality = new Float64Array(POINTS);
  return ({ x, y }, generation) =>
    plot.set({
      generation,
      view: [-4.5, 4.5, -4.5, 4.5],
      axes: ['x', 'y'],
      gridSize: 0,
      sourceDensity: nothing,
      model,
      teacher: null,
      pointsX: x,
      pointsY: y,
      reality,
      table: nothing,
      motion: null,
    });
}

function theirs(place) {
  const plot = new uPlot(
    {
      width: 1200,
      height: 800,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: [-4.5, 4.5] }, y: { range: [-4.5, 4.5] } },
      series: [
        {},
        { paths: () => null, points: { show: true, size: 3.4, width: 0, fill: 'rgb(178 68 31 / 0.3)' } },
      ],
    },
    [clouds[0].x, clouds[0].y],
    place,
  );
  return ({ x, y }) => plot.setData([x, y]);
}

/** Milliseconds from one animation frame to the next, `count` times, the whole cloud drawn anew in each. */
async function frames(who, count) {
  document.body.replaceChildren();
  const draw = (who === 'uPlot' ? theirs : ours)(document.body);
  const next = () => new Promise(resolve => requestAnimationFrame(resolve));
  const times = [];
  for (let i = 0; i < 5; i += 1) {
    draw(clouds[i], i);
    await next();
  }
  let last = performance.now();
  for (let i = 0; i < count; i += 1) {
    draw(clouds[i % clouds.length], i);
    await next();
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  return times;
}

let all;
globalThis.bench = {
  frames,
  /** files: name to base64. Those of TensorFlow.js are fetched as it wants them, from addresses. */
  async load(files) {
    const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
    const contents = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, bytes(text)]));
    const addresses = Object.entries(files)
      .filter(([name]) => name.startsWith('tfjs'))
      .map(([name, text]) => [name, `data:application/wasm;base64,${text}`]);
    all = {
      ...contestants(contents),
      ...(await tensorflow(Object.fromEntries(addresses), floats(contents))),
    };
  },
  run: (name, line) => all[name](line),
};
