// @vitest-environment happy-dom

import { expect, test } from 'vitest';
import { viewKind } from '../../../web/src/elements/views/kinds';
import type { Layout, Schema } from '../../../web/src/engine';
import { loadCore } from '../support/real_core';

test('every type of data the core knows has its figures; points have them by their dimension', async () => {
  const { data } = JSON.parse((await loadCore()).describe()) as Schema;
  const shown = (view_dimension: 1 | 2): Record<string, string> =>
    Object.fromEntries(data.map(({ name }) => [name, viewKind({ data: name, view_dimension } as Layout)]));
  const others = { categories: 'counts', counts: 'counts', rows: 'counts', images: 'digits', tokens: 'text' };
  expect(shown(1)).toEqual({ points: 'mixture', ...others });
  expect(shown(2)).toEqual({ points: 'plane', ...others });
});
