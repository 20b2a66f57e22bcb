// A script of its own, loaded when a spec asks for digits: what it shows is not part of the first view.

import { digitViews } from '.';

globalThis.modelCollapseViews = { ...globalThis.modelCollapseViews, digits: digitViews };
