import { expect, test } from 'vitest';
import { companions, offered, sliderFor } from '../../../web/src/elements/field-model';
import type { Schema, SchemaField } from '../../../web/src/engine';
import { loadCore } from '../support/real_core';

/** As the core lists them. */
const { data } = JSON.parse((await loadCore()).describe()) as Schema;

const field = (path: string, change: Partial<SchemaField> = {}): SchemaField => ({
  path,
  section: path.split('/').at(-2) ?? '',
  name: path.split('/').at(-1) ?? '',
  type: 'Number',
  label: '',
  doc: '',
  unit: 'sd',
  default: 2,
  minimum: 0.01,
  maximum: 100,
  ...change,
});

const kind = field('/selection/kind', {
  type: 'Choice',
  choices: ['none', 'best_of', 'tilt', 'density', 'verifier'],
});
const with_ = (model: string): { model: { kind: string } } => ({ model: { kind: model } });

test('selection is offered where a model selects, for rows of a regression by a verifier only', () => {
  for (const model of ['gaussian', 'gmm']) expect(offered(kind, with_(model), data)).toEqual([kind]);
  for (const model of ['vae', 'ngram', 'transformer', 'categorical', 'poisson', 'kde'])
    expect(offered(kind, with_(model), data)).toEqual([]);
  expect(offered(kind, with_('linear_regression'), data)).toEqual([
    { ...kind, choices: ['none', 'verifier'] },
  ]);
  const radius = field('/selection/radius');
  expect(offered(radius, with_('linear_regression'), data)).toEqual([radius]);
});

test('all metrics are offered to Gaussians, mixtures and kernel densities', () => {
  const metrics = field('/metrics', { section: '' });
  for (const model of ['gaussian', 'gmm', 'kde'])
    expect(offered(metrics, with_(model), data)).toEqual([metrics]);
  for (const model of ['vae', 'categorical', 'linear_regression'])
    expect(offered(metrics, with_(model), data)).toEqual([]);
  const n = field('/samples/n');
  expect(offered(n, with_('vae'), data)).toEqual([n]);
});

test('sliders in standard deviations reach from a tenth to ten, or five either way', () => {
  expect(sliderFor(field('/selection/radius'), 2)).toMatchObject({ from: 0.1, to: 10 });
  expect(sliderFor(field('/selection/offset', { minimum: -100 }), 0)).toMatchObject({ from: -5, to: 5 });
  expect(sliderFor(field('/model/truncation', { minimum: 0, maximum: 10 }), 0)).toMatchObject({
    from: 0,
    to: 10,
  });
});

test('a change to a model that does not select takes selection and metrics along', async () => {
  const chosen = JSON.stringify({
    metrics: 'all',
    source: { kind: 'gaussian' },
    model: { kind: 'gaussian' },
    selection: { kind: 'tilt' },
  });
  expect(await companions('/model/kind', 'gmm', chosen, data, async () => 1e6)).toEqual([]);
  expect(await companions('/model/kind', 'categorical', chosen, data, async () => 1e6)).toEqual([
    ['/source/kind', 'zipf'],
    ['/selection/kind', 'none'],
    ['/metrics', 'basic'],
  ]);
  // The model that comes along with a source counts as well.
  expect(await companions('/source/kind', 'poisson', chosen, data, async () => 1e6)).toEqual([
    ['/model/kind', 'poisson'],
    ['/selection/kind', 'none'],
    ['/metrics', 'basic'],
  ]);
});

test('rows are chosen from a fresh design, and a fixed one chooses none', async () => {
  const rows = (design: string, selection: string): string =>
    JSON.stringify({
      source: { kind: 'linear' },
      model: { kind: 'linear_regression', design },
      selection: { kind: selection },
    });
  expect(
    await companions('/selection/kind', 'verifier', rows('fixed', 'none'), data, async () => 1e6),
  ).toEqual([['/model/design', 'fresh']]);
  expect(
    await companions('/selection/kind', 'verifier', rows('fresh', 'none'), data, async () => 1e6),
  ).toEqual([]);
  expect(
    await companions('/model/design', 'fixed', rows('fresh', 'verifier'), data, async () => 1e6),
  ).toEqual([['/selection/kind', 'none']]);
});
