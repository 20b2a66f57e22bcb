import { LinePlot } from '../../plots/line-plot';
import { linePicture } from './pictures';
import { clamp, type Stage } from './stage';

function read(plot: LinePlot, x: number | null): string {
  plot.cursor = x;
  return x === null ? '' : plot.read(x);
}

export const LINE: Stage<LinePlot> = {
  name: 'The distribution',
  label: 'Distribution of the truth and the model, with the data',
  make: (surface, theme, small) => new LinePlot(surface, theme, { small }),
  draw: (plot, simulation, frame, teacher, motion, theme) =>
    plot.set(linePicture(simulation, frame, teacher, motion), theme),
  point: (plot, x) => read(plot, plot.locate(x)),
  step(plot, right, up, view) {
    if (up !== 0) return null;
    const [from = 0, to = 1] = Array.from(view);
    return read(plot, clamp((plot.cursor ?? (from + to) / 2) + (right * (to - from)) / 64, from, to));
  },
  leave(plot) {
    plot.cursor = null;
  },
};
