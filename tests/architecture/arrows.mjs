// Which room may include which, and what no room of the core may include: checked over every #include of the sources.
//   node tests/architecture/arrows.mjs        exit 1 and one line for each violation

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

// Rooms of core/src, and what each may include: rooms, or one header of a room. "collapse" stands for the public headers in
// core/include/collapse that are about experiments and their specs: the rooms below the spec do not know that there is one.
// Every room may use what forAll lists.
const rooms = {
  numerics: [],
  random: ['numerics'],
  data: ['numerics', 'random'],
  nn: ['numerics', 'random'],
  models: ['numerics', 'random', 'data', 'nn'],
  sources: ['numerics', 'random', 'data', 'models'],
  metrics: ['numerics', 'random', 'data', 'models', 'sources'],
  theory: ['numerics', 'collapse/workflow.h'],
  recursion: ['numerics', 'random', 'data', 'models'],
  spec: ['numerics', 'random', 'data', 'models', 'recursion', 'collapse'],
  experiment: [
    'numerics',
    'random',
    'data',
    'nn',
    'models',
    'sources',
    'metrics',
    'theory',
    'recursion',
    'spec',
    'collapse',
  ],
};

// A kind of experiment may use all that experiments share, and of other kinds only these.
rooms.kinds = [...rooms.experiment, 'experiment'];
const kindsUsed = { kde: ['mixture'], statistics: ['mixture'] };

// Folders of the command; those who compute claims and sweeps know nothing of the commands.
const cliFolders = ['io', 'claims', 'sweep', 'commands', 'collapse'];

// Public headers that belong to a room below: whoever may include that room may include them, and they include what the room
// may. eigen.h is for those who use the library: in the core Eigen's namespace has another name (scripts/libraries.cmake).
const publicRooms = {
  'collapse/elementary.h': 'numerics',
  'collapse/stream.h': 'random',
  'collapse/points.h': 'data',
  'collapse/fit.h': 'models',
  'collapse/mixture.h': 'models',
  'collapse/gaussian.h': 'models',
  'collapse/workflow.h': 'recursion',
  'collapse/recursion.h': 'recursion',
  'collapse/eigen.h': 'users',
};
// What the rooms of public headers alone may use.
const outside = { collapse: Object.keys(rooms), users: ['collapse', ...Object.keys(rooms)] };

// For every room: a value or the reason why there is none, the choices of a spec as enums, and numbers.
const forAll = ['collapse/result.h', 'collapse/choices.h', 'collapse/constants.h'];

// The core has no output, clock, threads, locale or files, and no distribution of the standard library (they differ
// between standard libraries).
const bannedHeaders = new Set(
  (
    'iostream istream ostream fstream filesystem chrono ctime time.h thread mutex shared_mutex condition_variable ' +
    'future atomic locale clocale random'
  ).split(' '),
);

// Functions whose last bits differ between platforms; numerics/elementary.h has portable ones. In the form std::exp(.
const bannedCalls =
  /\bstd::(exp|exp2|expm1|log|log2|log10|log1p|pow|cbrt|hypot|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|erf|erfc|lgamma|tgamma|rand|srand|random_device|mt19937(?:_64)?|[a-z]+_distribution|shuffle)\b/g;

/** Text without comments, each replaced by as many line ends as it had. */
function withoutComments(text) {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, token =>
    token[0] === '"' ? token : token.replace(/[^\n]/g, ''),
  );
}

/** Violations in files, given as [path from the root, text]. */
function violations(files) {
  const found = [];
  let edges = 0;
  for (const [path, text] of files) {
    const code = withoutComments(text);
    const say = (index, message) =>
      found.push(`${path}:${code.slice(0, index).split('\n').length}: ${message}`);
    const inSource = /^core\/src\/([^/]+)\//.exec(path);
    const publicHeader = path.startsWith('core/include/');
    const ownName = path.slice('core/include/'.length);
    const room = inSource ? inSource[1] : publicHeader ? (publicRooms[ownName] ?? 'collapse') : undefined;
    if (inSource && !(room in rooms)) say(0, `room "${room}" is not in the table of rooms`);
    for (const match of code.matchAll(/^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]/gm)) {
      edges += 1;
      const [, quote, target] = match;
      const targetRoom = publicRooms[target] ?? target.split('/')[0];
      const allowed = rooms[room] ?? outside[room] ?? [];
      if (inSource || publicHeader) {
        if (quote === '<' && bannedHeaders.has(target))
          say(match.index, `the core may not include <${target}>`);
        const forEigen = /^core\/src\/numerics\/linalg\//.test(path) || room === 'users';
        const inHeader = publicHeader ? /^(Eigen|rapidjson)\// : /^Eigen\//;
        if (path.endsWith('.h') && !forEigen && inHeader.test(target))
          say(match.index, `<${target}> belongs into a .cpp file`);
        // How a matrix is factored, one room knows.
        if (!forEigen && /^Eigen\/(?!Core$)/.test(target))
          say(match.index, `<${target}>: factorisations belong to numerics/linalg`);
      }
      if (quote !== '"') continue;
      if (publicHeader && target.split('/')[0] !== 'collapse')
        say(match.index, `a public header may only include public headers, not "${target}"`);
      else if (
        room &&
        !forAll.includes(target) &&
        targetRoom !== room &&
        ![targetRoom, target].some(name => allowed.includes(name))
      )
        say(match.index, `${room} may not include "${target}"`);
      const kind = /^core\/src\/kinds\/([^/]+)\//.exec(path)?.[1];
      const kindUsed = /^kinds\/([^/]+)\//.exec(target)?.[1];
      if (kind && kindUsed && kind !== kindUsed && !kindsUsed[kind]?.includes(kindUsed))
        say(match.index, `the kind ${kind} may not include "${target}"`);
      if (path.startsWith('core/cli/') && !cliFolders.includes(target.split('/')[0]))
        say(match.index, `the command uses the public headers only, not "${target}"`);
    }
    if (inSource)
      for (const match of code.matchAll(bannedCalls))
        say(match.index, `${match[0]} is not the same on every platform: see numerics/elementary.h`);
  }
  return { found, edges };
}

/** A check that cannot fail proves nothing: each of these must be caught, and the last ones not. */
function selfCheck() {
  const planted = [
    ['core/src/numerics/a.h', '#include "models/gmm.h"\n'],
    ['core/src/models/a.h', '#include "collapse/spec.h"\n'],
    ['core/src/theory/a.cpp', '#include "data/point_set.h"\n'],
    ['core/src/theory/b.cpp', '#include "collapse/recursion.h"\n'],
    ['core/src/recursion/a.cpp', '  #  include "spec/json.h"\n'],
    ['core/src/data/a.cpp', '#include <random>\n'],
    ['core/src/data/b.cpp', '#include <iostream>\n'],
    ['core/src/models/b.h', '#include <Eigen/Core>\n'],
    ['core/src/models/b.cpp', '#include <Eigen/Cholesky>\n'],
    ['core/src/metrics/a.cpp', 'double f(double x) { return std::log(x); }\n'],
    ['core/src/extra/a.cpp', '\n'],
    ['core/include/collapse/a.h', '#include "spec/json.h"\n'],
    ['core/include/collapse/b.h', '#include <Eigen/Core>\n'],
    ['core/include/collapse/stream.h', '#include "collapse/points.h"\n'],
    ['core/include/collapse/points.h', '#include "collapse/spec.h"\n'],
    ['core/include/collapse/spec.h', '#include "collapse/eigen.h"\n'],
    ['core/src/random/a.h', '#include "collapse/mixture.h"\n'],
    ['core/src/models/a.cpp', '#include "collapse/eigen.h"\n'],
    ['core/cli/a.cpp', '#include "spec/json.h"\n'],
    ['core/src/kinds/text/a.cpp', '#include "kinds/digits/meter.h"\n'],
    ['core/src/experiment/a.cpp', '#include "kinds/digits/meter.h"\n'],
  ];
  for (const file of planted)
    if (violations([file]).found.length !== 1)
      throw new Error(`self-check: ${file[0]} was not caught: ${file[1]}`);
  const clean = [
    [
      'core/src/models/c.cpp',
      '#include <Eigen/Core>\n#include "numerics/elementary.h"\n#include "models/gmm.h"\n',
    ],
    [
      'core/src/models/d.cpp',
      '// #include <random> and std::log(x)\n/* #include "spec/json.h" */ double r = numerics::log(2);\n',
    ],
    ['core/src/numerics/linalg/e.h', '#include <Eigen/Core>\n#include <Eigen/SVD>\n'],
    ['core/src/data/d.h', '#include "collapse/result.h"\n#include "collapse/stream.h"\n'],
    ['core/include/collapse/eigen.h', '#include <Eigen/Core>\n#include "collapse/mixture.h"\n'],
    ['core/include/collapse/recursion.h', '#include "collapse/fit.h"\n'],
    ['core/src/theory/c.h', '#include "collapse/workflow.h"\n'],
    ['core/src/kinds/kde/a.cpp', '#include "kinds/mixture/scene.h"\n#include "experiment/state.h"\n'],
    ['core/cli/c.cpp', '#include "collapse/fit.h"\n'],
    ['core/cli/b.cpp', '#include <iostream>\n#include "collapse/spec.h"\n#include "io/input.h"\n'],
  ];
  for (const file of clean) {
    const { found } = violations([file]);
    if (found.length) throw new Error(`self-check: false alarm: ${found}`);
  }
  return planted.length;
}

const caught = selfCheck();
const files = ['core/src', 'core/include', 'core/cli', 'wasm'].flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(h|cpp|def|inc)$/.test(entry.name))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .map(path => [relative(root, path), readFileSync(path, 'utf8')]),
);
const { found, edges } = violations(files);
for (const line of found) console.error(line);
console.log(
  `arrows: ${files.length} files, ${edges} includes, ${found.length} violations (${caught} planted ones were caught)`,
);
process.exit(found.length ? 1 : 0);
