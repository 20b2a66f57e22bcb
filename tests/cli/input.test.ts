import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { binary, inFolder, output, quickly, refused } from './support/command';

const spec = '{"generations":3,"model":{"kind":"gaussian"}}';

describe('where a spec comes from', () => {
  test('a file, standard input and a preset file are read alike', () =>
    inFolder(folder => {
      writeFileSync(join(folder, 'spec.json'), spec);
      writeFileSync(join(folder, 'wrapped.json'), `{"id":"mine","title":"Mine","spec":${spec}}`);
      const expected = output(['run', '-'], spec);
      expect(output(['run', 'spec.json'], '', folder)).toBe(expected);
      expect(output(['run', 'wrapped.json'], '', folder)).toBe(expected);
      expect(output(['run', '-'], `\ufeff{"spec": ${spec} , "id" : "mine"}`)).toBe(expected);
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
  }, 300_000);
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
      refused(['run', 'junk'], 2, /junk: Not valid Unicode at line 1/, '', folder);
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
    refused(['run', '-'], 2, /Not valid Unicode at line 1, column 19: the byte 0xc3/, bytes);
  });
  test('trailing text, repeated keys and unknown keys', () => {
    refused(['run', '-'], 2, /Not valid JSON/, `${spec} x`);
    refused(['run', '-'], 2, /\/seed/, '{"seed":1,"seed":2,"model":{"kind":"gaussian"}}');
    refused(['run', '-'], 2, /^collapse: \/sample: /, '{"sample":{},"model":{"kind":"gaussian"}}');
  });
  test('half of a surrogate pair, as an escape in a key or a value, and as bytes', () => {
    const half = '{"model":{"kind":"gaussian"},"source":{"kind":"dataset","columns":["\\udc00x"]}}';
    refused(
      ['run', '-', '--runs', '2'],
      2,
      /^collapse: standard input: .* line 1, column 69: \\udc00 is half/,
      half,
    );
    refused(['run', '-'], 2, /line 1, column 3: \\ud800 is half/, '{"\\ud800":1}');
    refused(
      ['run', '-'],
      2,
      /line 1, column 21: .*\\udfff/,
      `{"id":"x","title":"é${'\\'}udfff","spec":${spec}}`,
    );
    const bytes = Buffer.from('{"model":{"kind":"gaussian"},"x\xed\xa0\x80":1}', 'latin1');
    refused(['run', '-'], 2, /line 1, column 32: the byte 0xed belongs to no character/, bytes);
    refused(['ask', 'paper-1d', '-g', '1', '-q', '{"ask":"\\udc00"}'], 2, /--question: .* column 9: \\udc00/);
    const over = ['--over', '/source/columns=["\\udc00"]', '--set', '/source/kind=dataset'];
    refused(['sweep', 'gaussian-forgets', ...over], 2, /\/source\/columns: .* column 3: \\udc00/);
  });
  test('bytes of no character in any argument, which are shown as \\xff', () => {
    const argument = (...words: string[]) => {
      const script = `exec "$0" ${words.map(word => `$'${word}'`).join(' ')}`;
      const done = spawnSync('bash', ['-c', script, binary], { encoding: 'latin1' });
      expect(done.stdout).toBe('');
      expect(done.status).toBe(2);
      expect(done.stderr).toMatch(/^collapse: [ -~]*(\\xff|0xff|\xef\xbf\xbd)[ -~\x80-\xbf\xe2\xc3\xef]*\n$/);
      return done.stderr;
    };
    const run = ['run', 'gaussian-forgets'];
    expect(argument(...run, '--set', '/source/kind=\\xff')).toContain(
      '/source/kind: Not valid Unicode at line 1, column 1',
    );
    argument(...run, '--set', '/sour\\xffce/kind=1');
    argument(...run, '--seed', '\\xff');
    argument(...run, '--col\\xffour');
    argument('run', 'a\\xff.json');
    argument('wa\\xfflk');
    argument('sweep', 'gaussian-forgets', '--over', '/samples/n=1,\\xff');
    argument('sweep', 'gaussian-forgets', '--over', '/samples/n=1', '--shard', '\\xff');
    argument('sweep', '--merge', 'a\\xff.csv');
    argument('ask', 'paper-1d', '-g', '1', '-q', '{"ask":"\\xff"}');
  });
  test('100,000 nested lists, wherever JSON is read', () => {
    const deep = '['.repeat(100_000);
    const sentence = /nested more than 64 levels deep/;
    refused(['run', '-'], 2, sentence, `{"id":"x","spec":${deep}`);
    refused(['run', '-'], 2, sentence, `{"id":${deep}${']'.repeat(100_000)},"spec":${spec}}`);
    refused(['run', '-'], 2, sentence, deep);
    refused(['run', 'paper-1d', '--set', `/samples/n=${deep}`], 2, sentence);
    refused(['ask', 'paper-1d', '-g', '1', '-q', deep], 2, sentence);
    refused(['sweep', 'paper-1d', '--over', `/samples/n=${deep}`], 2, sentence);
  });
  test('what is long is told of in short: a key, a name, a flag, a value', () => {
    refused(
      ['run', '-'],
      2,
      /^collapse: \/k{39}…: There is no field "k{39}…"/,
      `{"${'k'.repeat(15_900_000)}":1}`,
    );
    const long = 'x'.repeat(100_000);
    refused(['run', long], 2, /x…x.*: File name too long/);
    refused(['run', 'paper-1d', `--${long}`], 2, /not expected: --x+…/);
    refused(['run', 'paper-1d', '--set', long], 2, /--set x+…x+: expected/);
    refused(['run', 'paper-1d', '--set', `/samples/n=${long}`], 2, /but is "x{39}…"/);
    refused(['run', 'paper-1d', '--set', `/${long}=1`], 2, /There is no field "\/x{38}…"/);
    refused(['run', 'paper-1d', '--format', long], 2, /--format: x+…/);
    refused([long], 2, /x…x.*: there is no such subcommand/);
    refused(['sweep', 'paper-1d', '--over', long], 2, /--over x+…x+: expected/);
    refused(
      ['sweep', 'paper-1d', '--over', `/samples/n=1,${long}`],
      2,
      /samples\.n=x+…x+: \/samples\/n: .*"x{39}…"/,
    );
    refused(['ask', 'paper-1d', '-g', '1', '-q', `{"ask":"laws","${long}":1}`], 2, /has no "x{39}…"/);
  });
  test('numbers beyond the largest double, which are named as they were typed', () => {
    refused(
      ['run', 'paper-1d', '--set', '/samples/growth=1.8e308'],
      2,
      /^collapse: \/samples\/growth: Too large a number .*: 1\.8e308;/,
    );
    refused(
      ['run', 'paper-1d', '--runs', `1${'0'.repeat(400)}`],
      2,
      /^collapse: \/runs: Too large a number .*: 10{38}…;/,
    );
    refused(['run', '-'], 2, /Too large a number at line 1, column 9: -1e999;/, '{"seed":-1e999}');
    refused(['run', 'paper-1d', '--seed', '9007199254740993'], 2, /but is 9007199254740993\./);
    refused(
      ['run', 'paper-1d', '--seed', '123456789012345678901234567890'],
      2,
      /but is 123456789012345678901234567890\./,
    );
    refused(
      ['run', '-'],
      2,
      /but is 9007199254740993\./,
      '{"id":"x","spec":{"seed":9007199254740993,"model":{"kind":"gaussian"}}}',
    );
  });
  test('a repeated key inside a preset file', () =>
    refused(['run', '-'], 2, /\/seed/, '{"id":"x","spec":{"seed":1,"seed":2,"model":{"kind":"gaussian"}}}'));
  test('a preset file with two specs', () =>
    refused(['run', '-'], 2, /"spec" stands twice/, `{"id":"x","spec":${spec},"spec":${spec}}`));
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
      ['--set', '/model/truncation=1e-300'],
      /^collapse: \/model\/truncation: .*0, which is everywhere, or from 1e-9 to 10.*1e-300/,
    ],
    [['--set', '/source/covariance=[[1e-308]]'], /^collapse: \/source\/covariance: .*at least 2\.22.*1e-308/],
    [['--runs', '2', '--set', '/runs=3'], /^collapse: --runs 2 and --set \/runs=3 set the same field/],
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

test('a run whose draws give out is said to have ended by that, and not by a training', () => {
  const dry = [
    '--set',
    '/selection/kind=verifier',
    '--set',
    '/selection/radius=0.01',
    '--set',
    '/selection/offset=100',
  ];
  refused(
    ['frame', 'gaussian-forgets', '--generations', '5', '-g', '4', ...dry],
    1,
    /run 0: This run ended at generation \d: too few draws passed the selection/,
  );
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
    [['run', 'paper-1d', '--memory', 'nan'], /--memory: .*0\.001/],
    [['run', 'paper-1d', '--memory', 'inf'], /--memory: .*0\.001/],
    [
      ['sweep', '--merge', 'a.csv', 'b.csv', '--every', '2'],
      /--merge takes the tables of all shards and --out, and nothing else/,
    ],
    [['sweep', '--merge', 'a.csv', 'b.csv', '--seed', '2'], /nothing else/],
    [
      ['sweep', 'paper-1d', '--over', '/samples/n=10,20', '--set', '/samples/n=5'],
      /--over \/samples\/n: .*either swept or set/,
    ],
    [['sweep', 'paper-1d', '--over', '/runs=1,2', '--runs', '5'], /--over \/runs: /],
    [
      ['ask', 'paper-1d', '--generations', '1', '-g', '1', '-q', '{"ask":"nope"}'],
      /"verdicts", "laws" here, but is "nope"/,
    ],
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
