// What a token is called, and how many make a page.

import type { Layout } from '../../../engine';
import { specOf } from '../../json';

const ONE = { words: 'word', characters: 'character', 'byte-pairs': 'byte pair' } as const;
/** As long as some forty words. */
const LENGTHS = { words: 40, characters: 200, 'byte-pairs': 80 } as const;

/** "word", "character", "byte pair" */
export const tokenName = ({ tokens = 'words' }: Layout): string => ONE[tokens];

/** Tokens of a continuation; names are short. */
export const pageLength = ({ tokens = 'words', names }: Layout): number => (names ? 60 : LENGTHS[tokens]);

/** What the models learn from, as part of a sentence. */
export const textName = ({ names }: Layout): string => (names ? 'the real names' : 'the real text');

/** So few tokens that a figure can show all of them. */
export const isSmall = ({ vocabulary = 0 }: Layout): boolean => vocabulary > 0 && vocabulary <= 40;

/** The model of a canonical spec. */
export function modelOf(spec: string): {
  readonly kind?: string;
  readonly order?: number;
  readonly epochs?: number;
} {
  return specOf(spec).model ?? {};
}
