import type { FrameView, Simulation } from '../../../engine';
import type { Motion } from '../../../plots/line-plot';
import { type Components, type ModelGrid, type PlanePicture, PlanePlot } from '../../../plots/plane-plot';
import { axisName } from '../pictures';
import { clamp, type Stage } from '../stage';

function components(frame: FrameView): Components | null {
  if (frame.generation === 0) return null;
  return {
    weights: frame.section('weights'),
    means: frame.section('means'),
    covariances: frame.section('covariances'),
  };
}

/** The density of a model without components, on the grid of the source's. */
function gridOf(frame: FrameView): ModelGrid | null {
  if (frame.generation === 0 || !frame.has('density_error')) return null;
  return { density: frame.section('density'), error: frame.number('density_error') };
}

function planePicture(
  simulation: Simulation,
  frame: FrameView,
  teacher: FrameView | null,
  motion: Motion | null,
): PlanePicture {
  const { scene } = simulation;
  const view = scene.section('view');
  return {
    generation: frame.generation,
    view: [view[0]!, view[1]!, view[2]!, view[3]!],
    axes: [axisName(simulation, 0), axisName(simulation, 1)],
    gridSize: scene.number('grid_size') || 0,
    sourceDensity: scene.section('source_density'),
    model: components(frame),
    teacher: motion === null || teacher === null ? null : components(teacher),
    modelGrid: gridOf(frame),
    teacherGrid: motion === null || teacher === null ? null : gridOf(teacher),
    pointsX: frame.pointsX,
    pointsY: frame.pointsY,
    reality: frame.pointsReality,
    table: scene.section('table_points'),
    motion,
  };
}

function read(plot: PlanePlot, at: readonly [number, number] | null): string {
  plot.cursor = at;
  return at === null ? '' : plot.read(at[0], at[1]);
}

export const PLANE: Stage<PlanePlot> = {
  name: 'The plane',
  label: 'Plane with the data, the truth and the model',
  make: (surface, theme, small) => new PlanePlot(surface, theme, { small }),
  draw: (plot, simulation, frame, teacher, motion, theme) =>
    plot.set(planePicture(simulation, frame, teacher, motion), theme),
  point: (plot, x, y) => read(plot, plot.locate(x, y)),
  step(plot, right, up, view) {
    const [x0 = 0, x1 = 1, y0 = 0, y1 = 1] = Array.from(view);
    const [x, y] = plot.cursor ?? [(x0 + x1) / 2, (y0 + y1) / 2];
    return read(plot, [
      clamp(x + (right * (x1 - x0)) / 48, x0, x1),
      clamp(y + (up * (y1 - y0)) / 48, y0, y1),
    ]);
  },
  leave(plot) {
    plot.cursor = null;
  },
};
