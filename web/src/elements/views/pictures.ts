// From the engine's frames to what the plots draw.

import type { FrameView, Sections, Simulation } from '../../engine';
import type { Ridges } from '../../plots/history-plot';
import type { Curve, LinePicture, Motion } from '../../plots/line-plot';

function curve(frame: Sections, x: string, y: string): Curve | null {
  const nodes = frame.section(x);
  return nodes.length === 0 ? null : { x: nodes, y: frame.section(y) };
}

/** A point mass has no line: its density is not a number. */
function drawable(line: Curve | null): Curve | null {
  return line === null || !Number.isFinite(line.x.at(-1)) || line.y.some(Number.isNaN) ? null : line;
}

const UNITS = /^(.+)_(km_s|mm|km|mi|min|deg|g)$/;

/** "velocity (km/s)" of the column velocity_km_s. */
function columnName(label: string): string {
  const [, name, unit] = UNITS.exec(label) ?? [];
  return name === undefined
    ? label.replaceAll('_', ' ')
    : `${name.replaceAll('_', ' ')} (${unit?.replace('_', '/')})`;
}

/** "eruptions (min)" */
export function axisName(simulation: Simulation, index: number): string {
  const axis = simulation.layout.axes[index];
  if (axis === undefined) return '';
  return axis.unit === '' ? columnName(axis.label) : `${axis.label} (${axis.unit})`;
}

export function linePicture(
  simulation: Simulation,
  frame: FrameView,
  teacher: FrameView | null,
  motion: Motion | null,
): LinePicture {
  const { scene } = simulation;
  const view = scene.section('view');
  const outside = frame.section('outside');
  const source = curve(scene, 'source_x', 'source_y');
  const taught = teacher === null || teacher.generation === 0 ? source : curve(teacher, 'curve_x', 'curve_y');
  return {
    generation: frame.generation,
    view: [view[0]!, view[1]!],
    peak: scene.number('peak'),
    axis: axisName(simulation, 0),
    source,
    sourceHistogram: scene.section('source_histogram'),
    edges: scene.section('bin_edges'),
    model: frame.generation === 0 ? null : drawable(curve(frame, 'curve_x', 'curve_y')),
    teacher: motion === null ? null : drawable(taught),
    points: frame.pointsX,
    reality: frame.pointsReality,
    histogram: frame.section('histogram'),
    outside: [outside[0] ?? 0, outside[1] ?? 0],
    inset: frame.generation === 0 ? null : drawable(curve(frame, 'inset_x', 'inset_y')),
    motion,
  };
}

export function ridgePicture(simulation: Simulation, { generations, rows }: Omit<Ridges, 'grid'>): Ridges {
  const { scene, layout } = simulation;
  const known = scene.section('grid_x');
  const [from = 0, to = 1] = scene.section('view');
  const last = layout.ridge_width - 1;
  // In the plane the ridges are the first coordinate's margins, on even nodes of the view.
  const grid =
    known.length > 0
      ? known
      : Float64Array.from({ length: last + 1 }, (_, i) => from + ((to - from) * i) / last);
  return { grid, generations, rows };
}
