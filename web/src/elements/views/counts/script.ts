// A script of its own, loaded when a spec asks for categories, counts or regression: the first view shows none of them.

import { countViews } from '.';

globalThis.modelCollapseViews = { ...globalThis.modelCollapseViews, counts: countViews };
