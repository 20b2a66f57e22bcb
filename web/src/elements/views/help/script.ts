// What the fields of a spec mean, as a script of its own: it is loaded when the first one is asked about.

import { help } from '../../../protocol/help.generated';

globalThis.modelCollapseHelp = help;
