// A script of its own, loaded when a spec asks for text: what it shows is not part of the first view.

import { textViews } from '.';
import { companions, EXAMPLE, tokensOf } from './settings';

globalThis.modelCollapseViews = { ...globalThis.modelCollapseViews, text: textViews };
globalThis.modelCollapseTextSettings = {
  companions,
  example: [
    ['/source/value', JSON.stringify(EXAMPLE)],
    ['/samples/n', String(tokensOf(EXAMPLE, 'words'))],
  ],
};
