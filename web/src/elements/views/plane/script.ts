// A script of its own, loaded when an experiment has two dimensions or more: the first view has one.

import { planeViews } from '.';

globalThis.modelCollapseViews = { ...globalThis.modelCollapseViews, plane: planeViews };
