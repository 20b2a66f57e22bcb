// @vitest-environment happy-dom
// What the settings say of a change that was refused, when answers come late and in another order.
import { beforeEach, expect, test } from 'vitest';
import { ControlsPanel } from '../../../web/src/elements/controls-panel';
import type { Schema } from '../../../web/src/engine';

const count = (path: string, label: string) => ({
  path,
  section: 'samples',
  label,
  doc: '',
  type: 'Count',
  minimum: 1,
  maximum: 1000,
});
const schema = {
  sections: [
    { name: 'source', title: 'Truth', doc: '' },
    { name: 'samples', title: 'Samples', doc: '' },
  ],
  fields: [
    { path: '/source/value', section: 'source', label: 'Your text', doc: '', type: 'Text', maximum: 40 },
    count('/samples/n', 'Samples'),
    count('/samples/real', 'Real'),
  ],
} as unknown as Schema;
const spec = JSON.stringify({ source: { kind: 'text', value: 'a b c' }, samples: { n: 10, real: 1 } });

/** Answers to changes, each given by the test. */
let answers: { take(): void; refuse(sentence: string): void }[];
let panel: ControlsPanel;

beforeEach(async () => {
  answers = [];
  document.body.replaceChildren();
  panel = new ControlsPanel();
  panel.schema = schema;
  panel.spec = spec;
  panel.base = spec;
  panel.apply = () =>
    new Promise<void>((take, refuse) => {
      answers.push({ take, refuse: sentence => refuse(new Error(sentence)) });
    });
  document.body.append(panel);
  await panel.updateComplete;
});

const box = (path: string): HTMLInputElement =>
  panel.renderRoot.querySelector(`[aria-describedby~="${idOf(path)}-wrong"]`)!;
const idOf = (path: string): string => path.slice(1).replaceAll('/', '-');
const said = (path: string): string =>
  panel.renderRoot.querySelector(`#${idOf(path)}-wrong`)!.textContent!.trim();

/** Types it, leaves the box, and waits until the change is under way. */
async function type(path: string, text: string): Promise<void> {
  const { length } = answers;
  box(path).value = text;
  box(path).dispatchEvent(new Event('change', { bubbles: true }));
  while (answers.length === length) await new Promise(resolve => setTimeout(resolve, 1));
}
async function settled(): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, 5));
  await panel.updateComplete;
}

test('a text refused as too long stays refused when the answer to an earlier one comes', async () => {
  await type('/source/value', 'd e f');
  const tooMuch = new Event('paste', { cancelable: true });
  Object.assign(tooMuch, { clipboardData: { getData: () => 'word '.repeat(9) } });
  box('/source/value').dispatchEvent(tooMuch);
  expect(tooMuch.defaultPrevented).toBe(true);
  await settled();
  expect(said('/source/value')).toMatch(/at most 40 bytes/);
  answers[0]!.take();
  await settled();
  expect(said('/source/value')).toMatch(/at most 40 bytes/);
});

test('of two changes of one setting the last answer counts, in whichever order they come', async () => {
  await type('/samples/n', '2000');
  await type('/samples/n', '20');
  answers[1]!.take();
  answers[0]!.refuse('Too many.');
  await settled();
  expect(said('/samples/n')).toBe('');
});

test('what one setting was refused for is said although another was changed meanwhile', async () => {
  await type('/samples/n', '2000');
  await type('/samples/real', '3');
  answers[0]!.refuse('Too many.');
  await settled();
  expect(said('/samples/n')).toBe('Too many.');
  expect(box('/samples/n').value).toBe('2000');
  answers[1]!.take();
  await settled();
  expect(said('/samples/n')).toBe('Too many.');
});

test('what was refused before another preset was taken is not said of it', async () => {
  await type('/samples/n', '2000');
  panel.clear();
  answers[0]!.refuse('Too many.');
  await settled();
  expect(said('/samples/n')).toBe('');
});
