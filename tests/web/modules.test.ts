import { describe, expect, it } from 'vitest';
import { moduleOf } from '../../web/src/protocol/modules';

const of = (spec: unknown): string => moduleOf(JSON.stringify(spec));

describe('which module computes a spec', () => {
  it('is the small one for plain draws of Gaussians and mixtures', () => {
    expect(of({ model: { kind: 'gaussian' } })).toBe('core');
    expect(of({ model: { kind: 'gmm' }, workflow: { kind: 'recursion', alpha: 0.5 } })).toBe('core');
    expect(
      of({
        metrics: 'basic',
        model: { kind: 'gaussian', temperature: 1, truncation: 0, draws: 'points' },
        selection: { kind: 'none' },
      }),
    ).toBe('core');
  });

  it('is the large one for every other kind of model', () => {
    for (const kind of ['vae', 'ngram', 'transformer', 'categorical', 'poisson', 'linear_regression', 'kde'])
      expect(of({ model: { kind } })).toBe('networks');
  });

  it('is the large one for biased or selected draws, drawn statistics and further metrics', () => {
    const model = { kind: 'gaussian' };
    expect(of({ model: { ...model, temperature: 0.8 } })).toBe('networks');
    expect(of({ model: { ...model, truncation: 2 } })).toBe('networks');
    expect(of({ model: { ...model, draws: 'statistics' } })).toBe('networks');
    expect(of({ model, selection: { kind: 'tilt' } })).toBe('networks');
    expect(of({ model, metrics: 'all' })).toBe('networks');
  });

  it('is the small one for a text that is no spec: it says what is wrong', () => {
    expect(moduleOf('{')).toBe('core');
    expect(moduleOf('null')).toBe('core');
  });
});
