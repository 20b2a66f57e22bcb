// A script of its own, loaded when a spec asks for text: what it shows is not part of the first view.

import { textViews } from '.';
import { companions, EXAMPLE, EXAMPLE_TOKENS } from './settings';

globalThis.modelCollapseViews = { ...globalThis.modelCollapseViews, text: textViews };
globalThis.modelCollapseTextSettings = {
  companions,
  example: [
    ['/source/value', JSON.stringify(EXAMPLE)],
    ['/samples/n', String(EXAMPLE_TOKENS)],
  ],
};
