// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';

vi.mock('../../../web/src/engine/default_ways', async () => {
  const { fakeWays } = await import('../support/fake_core');
  return { defaultWays: fakeWays };
});

// No script can be loaded here: the figures that come with one stay away.
vi.mock('../../../web/src/engine/beside', () => ({
  loadBeside: () => Promise.reject(new Error('There is no such script.')),
}));

const { ModelCollapse } = await import('../../../web/src/elements/model-collapse');
type Element = InstanceType<typeof ModelCollapse>;

const SPEC = '{"model":{"kind":"gaussian"},"generations":20,"seed":7}';

/** Draws nothing and measures everything alike; of colours it knows hexadecimal ones. */
function context(): object {
  const own: Record<string, unknown> = {
    getImageData: () => {
      const [, hex = ''] = /^#(\w+)$/.exec(String(own.fillStyle)) ?? [];
      const digits = hex.length === 3 ? [...hex].map(digit => digit + digit) : (hex.match(/../g) ?? []);
      return {
        data: digits.length < 3 ? [0, 0, 0, 0] : [...digits.map(two => Number.parseInt(two, 16)), 255],
      };
    },
  };
  return new Proxy(own, {
    get: (_, name) => own[String(name)] ?? (() => ({ width: 1, addColorStop: () => undefined })),
  });
}

HTMLCanvasElement.prototype.getContext = () => context() as never;

afterEach(() => {
  document.body.replaceChildren();
  document.body.removeAttribute('style');
  vi.restoreAllMocks();
});

interface Told {
  readonly name: string;
  readonly detail: Record<string, unknown>;
}

/** An element with these attributes, and what it has told so far. */
function placed(attributes: Readonly<Record<string, string>>): { element: Element; told: Told[] } {
  const element = document.createElement('model-collapse');
  const told: Told[] = [];
  for (const name of ['started', 'generation', 'computed', 'finished', 'error'])
    element.addEventListener(`collapse-${name}`, event =>
      told.push({ name, detail: (event as CustomEvent).detail }),
    );
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return { element, told };
}

const names = (told: readonly Told[]): string[] => told.map(({ name }) => name);
const seed = (element: Element): unknown => JSON.parse(element.currentSpec || '{}').seed;
function hurry(element: Element): void {
  if (element.player) element.player.speed = 'fastest';
}
const PATIENCE = { timeout: 30_000, interval: 10 };
const heard = (told: readonly Told[], name: string, times = 1): Promise<void> =>
  vi.waitFor(() => expect(names(told).filter(each => each === name).length).toBe(times), PATIENCE);

test('an element that was taken out and is put back computes its experiment anew and stands where it stood', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off' });
  await heard(told, 'computed');
  await element.edit([['/seed', '8']]);
  await heard(told, 'computed', 2);
  element.seek(5);
  await vi.waitFor(() => expect(element.generation).toBe(5), PATIENCE);
  element.remove();
  await new Promise(resolve => setTimeout(resolve, 50));
  document.body.append(element);
  await heard(told, 'computed', 3);
  expect(seed(element)).toBe(8);
  expect(element.playing).toBe(false);
  await vi.waitFor(() => expect(element.generation).toBe(5), PATIENCE);
  const [, before, after] = told.filter(({ name }) => name === 'computed').map(({ detail }) => detail.hash);
  expect(after).toBe(before);
});

test('an element that was playing when it was taken out plays on from there', async () => {
  const { element, told } = placed({ spec: SPEC.replace('20', '2000'), autoplay: 'off' });
  await heard(told, 'computed');
  element.seek(1000);
  await vi.waitFor(() => expect(element.generation).toBe(1000), PATIENCE);
  element.play();
  element.remove();
  await new Promise(resolve => setTimeout(resolve, 50));
  document.body.append(element);
  await heard(told, 'computed', 2);
  await vi.waitFor(() => expect(element.playing).toBe(true), PATIENCE);
  expect(element.generation).toBeGreaterThanOrEqual(1000);
});

test('computing to the end and being shown the end are told apart', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off' });
  await heard(told, 'computed');
  expect(names(told)).toEqual(['started', 'computed']);
  expect(told[1]?.detail).toEqual({ generation: 20, hash: expect.stringMatching(/^[0-9a-f]{16}$/) });
  element.seek(20);
  await heard(told, 'finished');
  expect(told.at(-1)).toEqual({ name: 'finished', detail: { generation: 20 } });
  element.step(-1);
  await vi.waitFor(
    () => expect(told.at(-1)).toEqual({ name: 'generation', detail: { generation: 19 } }),
    PATIENCE,
  );
  element.step(1);
  await heard(told, 'finished', 2);
});

test('a generation that was on its way when the reader went elsewhere never comes onto the screen', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off' });
  await heard(told, 'computed');
  const { simulation } = element;
  if (simulation === null) throw new Error('There is no simulation.');
  // Frames come when they are let through.
  const frame = simulation.frame.bind(simulation);
  const held: (() => void)[] = [];
  vi.spyOn(simulation, 'frame').mockImplementation(
    (...of) => new Promise((resolve, reject) => held.push(() => frame(...of).then(resolve, reject))),
  );
  const next = (): Promise<void> =>
    vi.waitFor(() => {
      const through = held.shift();
      if (through === undefined) throw new Error('No frame is asked for.');
      through();
    }, PATIENCE);
  element.seek(7);
  element.seek(3);
  await next();
  await next();
  await heard(told, 'generation');
  // A step back while the next one is on its way.
  element.seek(9);
  element.seek(2);
  await next();
  await next();
  await heard(told, 'generation', 2);
  expect(told.filter(({ name }) => name === 'generation').map(({ detail }) => detail.generation)).toEqual([
    3, 2,
  ]);
});

test('an attribute with a value it does not take is told in a sentence, and the rest runs', async () => {
  const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const { element, told } = placed({
    spec: SPEC,
    autoplay: 'off',
    theme: 'blue',
    layout: 'fill',
    hide: 'heading nothing',
    metric: 'xyz',
  });
  await heard(told, 'computed');
  const errors = told.filter(({ name }) => name === 'error').map(({ detail }) => detail);
  expect(errors.slice(0, 3)).toEqual([
    { path: 'theme', message: 'The attribute “theme” is “blue”, but must be light or dark.' },
    { path: 'layout', message: 'The attribute “layout” is “fill”, but must be fit or full.' },
    {
      path: 'hide',
      message: expect.stringMatching(
        /“hide” names “nothing”, but the parts that can be left out are history, /,
      ),
    },
  ]);
  expect(errors[3]).toEqual({
    path: 'metric',
    message: expect.stringMatching(
      /^The attribute “metric” is “xyz”, but the columns of this experiment are .*variance/,
    ),
  });
  expect(errors.length).toBe(4);
  expect(warned).toHaveBeenCalledTimes(4);
  // Good ones are not complained of.
  element.setAttribute('theme', 'dark');
  element.setAttribute('metric', 'variance');
  element.setAttribute('autoplay', 'on');
  await element.updateComplete;
  expect(warned).toHaveBeenCalledTimes(4);
});

test('whoever plays to the end is told of it', async () => {
  const { element, told } = placed({ spec: SPEC });
  await heard(told, 'started');
  expect(element.playing).toBe(true);
  hurry(element);
  await heard(told, 'finished');
  expect(element.generation).toBe(20);
  expect(element.playing).toBe(false);
});

test('a changed seed runs the same experiment on that seed; without one it has its own again', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off', seed: '11' });
  await heard(told, 'started');
  expect(seed(element)).toBe(11);
  await element.edit([['/generations', '30']]);
  element.setAttribute('seed', '12');
  await vi.waitFor(() => expect(seed(element)).toBe(12), PATIENCE);
  expect(JSON.parse(element.currentSpec).generations).toBe(30);
  element.seed = 13;
  await vi.waitFor(() => expect(seed(element)).toBe(13), PATIENCE);
  element.removeAttribute('seed');
  await vi.waitFor(() => expect(seed(element)).toBe(7), PATIENCE);
});

test('a change that depends on the spec meets the one that the change before it makes, although that is not shown yet', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off' });
  await heard(told, 'started');
  const met: number[] = [];
  const double = async (spec: string): Promise<readonly (readonly [string, string])[]> => {
    const { generations } = JSON.parse(spec) as { generations: number };
    met.push(generations);
    return [['/generations', String(2 * generations)]];
  };
  await Promise.all([element.edit(double), element.edit(double)]);
  expect(met).toEqual([20, 40]);
  expect(JSON.parse(element.currentSpec).generations).toBe(80);
});

test('of two seeds set at once the second counts, even before the first start', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off', seed: '11' });
  await element.updateComplete;
  element.setAttribute('seed', '12');
  await heard(told, 'computed');
  expect(seed(element)).toBe(12);
});

test('a seed that cannot be is said, and a good one afterwards runs', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off' });
  await heard(told, 'started');
  element.setAttribute('seed', '0');
  await heard(told, 'error');
  expect(told.find(({ name }) => name === 'error')?.detail).toMatchObject({ path: '/seed' });
  element.setAttribute('seed', '5');
  await vi.waitFor(() => expect(seed(element)).toBe(5), PATIENCE);
  await vi.waitFor(() => expect(element.renderRoot.querySelector('.lab')).not.toBeNull(), PATIENCE);
});

test('autoplay off waits, and a changed autoplay plays or pauses at once', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off' });
  await heard(told, 'started');
  expect(element.playing).toBe(false);
  element.removeAttribute('autoplay');
  await element.updateComplete;
  expect(element.playing).toBe(true);
  element.setAttribute('autoplay', 'off');
  await element.updateComplete;
  expect(element.playing).toBe(false);
});

test('a changed layout shows every figure, or the first one and the metric', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off' });
  await heard(told, 'started');
  await element.updateComplete;
  const count = (): number => element.renderRoot.querySelectorAll('canvas').length;
  expect(count()).toBe(2);
  expect(element.renderRoot.querySelector('.settings')).toBeNull();
  element.layout = 'full';
  await element.updateComplete;
  await element.updateComplete;
  expect(count()).toBe(3);
  expect(element.renderRoot.querySelector('.settings')).not.toBeNull();
  element.removeAttribute('layout');
  await element.updateComplete;
  await element.updateComplete;
  expect(count()).toBe(2);
});

test('a changed metric, theme and list of hidden parts show at once', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off' });
  await heard(told, 'started');
  element.setAttribute('metric', 'w2_squared');
  element.setAttribute('hide', 'heading');
  element.setAttribute('theme', 'dark');
  await element.updateComplete;
  const select = element.renderRoot.querySelector<HTMLSelectElement>('#metric');
  expect(select?.value).toBe('w2_squared');
  expect(element.renderRoot.querySelector('h2')).toBeNull();
  expect(getComputedStyle(element).getPropertyValue('--mc-scheme')).toBe('dark');
});

test('the author’s metric is drawn, and not the one its preset would draw', async () => {
  const { element, told } = placed({ preset: 'gaussian-forgets', metric: 'mean', autoplay: 'off' });
  await heard(told, 'started');
  await element.updateComplete;
  expect(element.renderRoot.querySelector<HTMLSelectElement>('#metric')?.value).toBe('mean');
});

test('what is asked before the first start is done at the first start', async () => {
  const { element, told } = placed({ spec: SPEC });
  element.seek(5);
  await heard(told, 'computed');
  await vi.waitFor(() => expect(element.generation).toBe(5), PATIENCE);
  expect(element.playing).toBe(false);
  const other = placed({ spec: SPEC, autoplay: 'off' });
  other.element.play();
  await heard(other.told, 'started');
  hurry(other.element);
  await heard(other.told, 'finished');
});

test('seek and step stop at the ends and refuse what is no number', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off' });
  await heard(told, 'computed');
  element.seek(1e9);
  expect(element.generation).toBe(20);
  element.step(-100);
  expect(element.generation).toBe(0);
  element.step();
  expect(element.generation).toBe(1);
  expect(() => element.seek(Number.NaN)).toThrow(
    new TypeError('seek() takes a finite number of generations, not NaN.'),
  );
  expect(() => element.step('x' as never)).toThrow(TypeError);
  expect(element.generation).toBe(1);
});

function press(target: EventTarget, key: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', {
    key,
    bubbles: true,
    composed: true,
    cancelable: true,
    ...init,
  });
  target.dispatchEvent(event);
  return event;
}

test('a key the player uses goes no further; any other does', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off' });
  await heard(told, 'computed');
  const outside = vi.fn();
  document.body.addEventListener('keydown', outside);
  for (const key of ['ArrowRight', 'ArrowLeft', ' ', 'Home', 'End']) {
    expect(press(element, key).defaultPrevented, key).toBe(true);
  }
  expect(outside).not.toHaveBeenCalled();
  for (const [key, init] of [['ArrowDown'], ['f'], ['Escape'], ['ArrowRight', { ctrlKey: true }]] as const)
    press(element, key, init);
  expect(outside).toHaveBeenCalledTimes(4);
  document.body.removeEventListener('keydown', outside);
});

test('a key a control uses itself goes no further either, and is not taken from it', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off', layout: 'full' });
  await heard(told, 'computed');
  await element.updateComplete;
  const outside = vi.fn();
  document.body.addEventListener('keydown', outside);
  const bar = element.renderRoot.querySelector('collapse-player')!.shadowRoot!;
  const of = (root: ParentNode, selector: string): HTMLElement => root.querySelector<HTMLElement>(selector)!;
  const taken: [HTMLElement, string][] = [
    [of(bar, 'input[type=range]'), 'ArrowRight'],
    [of(bar, '.play'), ' '],
    [of(bar, '.play'), 'Enter'],
    [of(element.renderRoot, '#seed'), 'f'],
    [of(element.renderRoot, '#seed'), 'ArrowLeft'],
    [of(element.renderRoot, '#metric'), 'ArrowDown'],
    [of(element.renderRoot, 'summary'), ' '],
  ];
  for (const [target, key] of taken) expect(press(target, key).defaultPrevented, key).toBe(false);
  expect(outside).not.toHaveBeenCalled();
  for (const key of ['Tab', 'Escape']) press(of(element.renderRoot, '#seed'), key);
  press(of(bar, '.play'), 'f');
  expect(outside).toHaveBeenCalledTimes(3);
  document.body.removeEventListener('keydown', outside);
});

test('while the page holds it, time stands still, and only what was playing goes on', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off' });
  await heard(told, 'computed');
  element.suspended = true;
  element.play();
  await new Promise(resolve => setTimeout(resolve, 100));
  expect(element.generation).toBe(0);
  expect(element.playing).toBe(true);
  hurry(element);
  element.suspended = false;
  await heard(told, 'finished');
  element.suspended = true;
  element.suspended = false;
  expect(element.playing).toBe(false);
});

test('the hash is copied, or selected with a sentence that says how to', async () => {
  const { element, told } = placed({ spec: SPEC, autoplay: 'off', layout: 'full' });
  await heard(told, 'computed');
  const button = (): HTMLButtonElement =>
    element.renderRoot.querySelector<HTMLButtonElement>('button[aria-label="Copy the hash"]')!;
  await vi.waitFor(() => expect(button().disabled).toBe(false), PATIENCE);
  const said = (): string => element.renderRoot.querySelector('.hash [role=status]')?.textContent ?? '';
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  button().click();
  await vi.waitFor(() => expect(said()).toBe('Copied.'), PATIENCE);
  expect(write).toHaveBeenCalledWith(told.find(({ name }) => name === 'computed')?.detail.hash);
  write.mockRejectedValue(new DOMException('no', 'NotAllowedError'));
  const selected = vi.spyOn(getSelection()!, 'selectAllChildren');
  button().click();
  await vi.waitFor(
    () => expect(said()).toMatch(/^Copying is not allowed here\. The hash is selected: press /),
    PATIENCE,
  );
  expect(selected.mock.lastCall?.[0]).toMatchObject({ tagName: 'CODE' });
});

test.each([
  ['a white page', '#000', '#fff', 'light', '#fff'],
  ['a dark page', '#eee', '#191919', 'dark', '#191919'],
  ['a page that paints no ground', '#222', '', 'light', '#ffffff'],
  ['light text on an image over white', '#fff', '#fff', 'dark', '#14171c'],
])('on %s its colours suit the text around it', async (_, colour, ground, scheme, stands) => {
  document.body.style.color = colour;
  document.body.style.backgroundColor = ground;
  const { element } = placed({});
  await element.updateComplete;
  const style = getComputedStyle(element);
  expect(style.getPropertyValue('--mc-scheme')).toBe(scheme);
  expect(style.getPropertyValue('--mc-ground')).toBe(stands);
  expect(style.backgroundColor).toBe('');
});

test('a theme that does not suit the page paints its own ground', async () => {
  document.body.style.color = '#000';
  document.body.style.backgroundColor = '#fff';
  const { element } = placed({ theme: 'dark' });
  await element.updateComplete;
  expect(getComputedStyle(element).getPropertyValue('background')).toContain('#14171c');
});

test.each([
  ['open', null, "open() takes an object such as { preset: 'galaxies' }, not null."],
  ['open', 'galaxies', 'open() takes an object such as { preset: \'galaxies\' }, not "galaxies".'],
  ['open', {}, "open() takes a preset or a spec, such as { preset: 'galaxies' }, and was given neither."],
  ['open', { presets: 'galaxies' }, 'open() takes preset, spec, edits and metric, not “presets”.'],
  ['open', { spec: { schema: 1 } }, 'open(): spec must be text, not {"schema":1}.'],
  [
    'open',
    { edits: '/samples/n' },
    "open() takes pairs of a field and its value as text, such as [['/samples/n', '50']], not \"/samples/n\".",
  ],
  [
    'edit',
    undefined,
    "edit() takes pairs of a field and its value as text, such as [['/samples/n', '50']], not undefined.",
  ],
  [
    'edit',
    [['/samples/n']],
    "edit() takes pairs of a field and its value as text, such as [['/samples/n', '50']], not [\"/samples/n\"].",
  ],
  ['edit', [['/samples/n', 50]], "edit(): the value of /samples/n must be text, such as '50', not 50."],
] as const)('%s(%j) says what it takes', async (method, given, sentence) => {
  const element = document.createElement('model-collapse') as unknown as Record<
    string,
    (given: unknown) => Promise<void>
  >;
  await expect(element[method]!(given)).rejects.toThrow(new TypeError(sentence));
});
