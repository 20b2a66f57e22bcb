// A script of its own, loaded when a spec asks for text: what it shows is not part of the first view.

import { textViews } from '.';

globalThis.modelCollapseViews = { ...globalThis.modelCollapseViews, text: textViews };
