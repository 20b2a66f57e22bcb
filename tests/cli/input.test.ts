import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collapse, inFolder, output, quickly } from './support/command';

const spec = '{"generations":3,"model":{"kind":"gaussian"}}';

/** One line that starts with the program's name, and the exit status. */
function refused(
  args: readonly string[],
  status: number,
  message: RegExp,
  input: string | Buffer = '',
  cwd?: string,
) {
  const done = collapse(args, input, cwd);
  expect(done.error).toMatch(/^collapse: [^\n]*\n$/);
  expect(done.error).toMatch(message);
  expect(done.out).toBe('');
  expect(done.status).toBe(status);
}

describe('where a spec comes from', () => {
  test('a file, standard input and a preset file are read alike', () =>
    inFolder(folder => {
      writeFileSync(join(folder, 'spec.json'), spec);
      writeFileSync(join(folder, 'wrapped.json'), `{"id":"mine","title":"Mine","spec":${spec}}`);
      const expected = output(['run', '-'], spec);
      expect(output(['run', 'spec.json'], '', folder)).toBe(expected);
      expect(output(['run', 'wrapped.json'], '', folder)).toBe(expected);
    }));

  test('every preset runs and says so in its head', () => {
    const presets = JSON.parse(output(['presets', '--format', 'json']));
    for (const { id } of presets) {
      const preset = output(['presets', id]);
      const options = quickly(JSON.parse(preset));
      const text = output(['run', id, ...options]);
      expect(text.split('\n').length).toBeGreaterThan(3);
      expect(output(['run', '-', ...options], preset)).toBe(text);
    }
  }, 60_000);
});

describe('bad files are refused in one line with status 2', () => {
  test('missing', () => {
    refused(['run', 'nowhere.json'], 2, /^collapse: nowhere\.json: No such file or directory$/m);
    refused(['run', 'gaussian-forget'], 2, /no preset has this name/);
  });
  test('a directory', () => inFolder(folder => refused(['run', folder], 2, /Is a directory/)));
  test('empty', () => {
    refused(['run', '/dev/null'], 2, /\/dev\/null: .*Not valid JSON/);
    refused(['run', '-'], 2, /standard input: .*Not valid JSON/);
  });
  test('binary junk', () =>
    inFolder(folder => {
      const junk = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 151 + (i >> 3)) % 256));
      writeFileSync(join(folder, 'junk'), junk);
      refused(['run', 'junk'], 2, /junk: Not valid JSON at line 1/, '', folder);
      refused(['hash', '-'], 2, /standard input: /, junk);
    }));
  test('50 MB', () =>
    inFolder(folder => {
      writeFileSync(join(folder, 'big.json'), `{"model":${' '.repeat(50 << 20)}{"kind":"gaussian"}}`);
      refused(['run', 'big.json'], 2, /big\.json: longer than 16 MB/, '', folder);
    }));
  test('invalid UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from('{"model":{"kind":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}}'),
    ]);
    refused(['run', '-'], 2, /Not valid JSON|encoding/, bytes);
  });
  test('trailing text, repeated keys and unknown keys', () => {
    refused(['run', '-'], 2, /Not valid JSON/, `${spec} x`);
    refused(['run', '-'], 2, /\/seed/, '{"seed":1,"seed":2,"model":{"kind":"gaussian"}}');
    refused(['run', '-'], 2, /^collapse: \/sample: /, '{"sample":{},"model":{"kind":"gaussian"}}');
  });
  test('a repeated key inside a preset file', () =>
    refused(['run', '-'], 2, /\/seed/, '{"id":"x","spec":{"seed":1,"seed":2,"model":{"kind":"gaussian"}}}'));
  test('a file name with a line break stays on one line', () =>
    refused(['run', 'a\nb.json'], 2, /a\\x0ab\.json/));
  test('a file that may not be read', () =>
    inFolder(folder => {
      mkdirSync(join(folder, 'sub'));
      refused(['run', join(folder, 'sub', 'x', 'y.json')], 2, /No such file/);
    }));
});

describe('bad settings name their field', () => {
  test.each([
    [['--set', '/samples/n=0'], /^collapse: \/samples\/n: .*1 to 1000000/],
    [['--set', '/samples/n=many'], /^collapse: \/samples\/n: /],
    [['--seed', '-1'], /^collapse: \/seed: /],
    [['--seed', '1.5'], /^collapse: \/seed: /],
    [['--runs', '10001'], /^collapse: \/runs: /],
    [['--generations', '12x'], /^collapse: \/generations: /],
    [['--set', '/samples/m=3'], /^collapse: \/samples\/m: There is no field/],
    [['--set', 'samples/n=3'], /^collapse: samples\/n: There is no field/],
    [['--set', '/samples/n'], /^collapse: --set \/samples\/n: expected a field and a value/],
    [['--set', '/source/mean=[0,0]'], /^collapse: \/source\/covariance: /],
    [['--set', '/model/components=2'], /^collapse: \/model\/components: /],
    [
      ['--set', '/source/kind=dataset', '--set', '/source/columns=["x"]'],
      /^collapse: \/source\/columns\/0: .*eruptions_min/,
    ],
    [['--set', '/source/kind=dataset', '--set', '/samples/n=273'], /^collapse: \/samples\/n: .*272 rows/],
    [
      ['--set', '/samples/n=1000000', '--set', '/workflow/kind=accumulate', '--set', '/generations=10000'],
      /^collapse: \/samples\/n: .*GB/,
    ],
  ])('%s', (edits, message) => refused(['run', 'gaussian-forgets', ...edits], 2, message));
});

describe('bad arguments', () => {
  test.each([
    [[], /subcommand is required/],
    [['walk'], /walk: there is no such subcommand/],
    [['run'], /spec is required/],
    [['run', 'paper-1d', 'paper-mixture'], /not expected: paper-mixture/],
    [['run', 'paper-1d', '--colour'], /not expected: --colour/],
    [['run', 'paper-1d', '--format', 'xml'], /--format: xml not in/],
    [['run', 'paper-1d', '--every', '0'], /--every: /],
    [['run', 'paper-1d', '--every', 'two'], /--every: /],
    [['run', 'paper-1d', '--threads', '0'], /--threads: /],
    [['run', 'paper-1d', '--threads', '257'], /--threads: /],
    [['run', 'paper-1d', '--out'], /--out: /],
    [['hash'], /spec is required/],
    [['frame', 'paper-1d'], /--generation is required/],
    [['frame', 'paper-1d', '--generation', '1001'], /--generation: 1001 is beyond the last generation, 1000/],
    [['frame', 'paper-1d', '--generation', '-1'], /--generation: /],
    [['frame', 'paper-1d', '--generation', '1', '--run', '1'], /--run: 1 is beyond the last run, 0/],
    [['presets', 'nothing'], /nothing: no preset has this name/],
    [['describe', '--format', 'yaml'], /--format: yaml not in/],
    [['version', 'x'], /not expected: x/],
  ])('%s', (args, message) => refused(args, 2, message));
});
