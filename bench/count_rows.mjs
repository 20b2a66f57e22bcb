// The rows of categories and of linear regression: whole experiments beside loops of numpy.

const places = ['wasm', 'wasm, Chromium'];

const categories = kind => ({
  generations: 100,
  source: { kind, categories: 100_000 },
  model: { kind: 'categorical' },
  samples: { n: 100_000 },
});
const rows = design => ({
  generations: 100,
  source: { kind: 'linear', features: 100 },
  model: { kind: 'linear_regression', design },
  samples: { n: 1000 },
});

/** A row a spec: the time of a generation, `most` of them wanted natively. */
function row(work, spec, most) {
  return {
    work,
    line: JSON.stringify(spec),
    count: spec.generations,
    unit: 'ms a generation',
    few: true,
    who: ['native', 'numpy', ...places],
    goals: [
      ['native', null, `≤ ${most} ms`],
      ['native', 'numpy'],
      ['wasm', 'numpy'],
      ['wasm, Chromium'],
      ['native', 'wasm'],
    ],
  };
}

export const countRows = [
  row(
    '100,000 equal categories, n = 100,000, all metrics (numpy: multinomial alone)',
    categories('uniform'),
    10,
  ),
  row('100,000 Zipf categories, n = 100,000, all metrics (numpy: multinomial alone)', categories('zipf'), 10),
  row(
    'linear regression, d = 100, n = 1,000, new rows every generation (numpy: normals and lstsq)',
    rows('fresh'),
    5,
  ),
  row('linear regression, d = 100, n = 1,000, one design (numpy: normals and lstsq)', rows('fixed'), 5),
];
