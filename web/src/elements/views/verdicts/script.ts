// What counts as collapse, as a script of its own: it is loaded when the page has time.

import { VerdictsView } from './figure';
import styles from './verdicts.css?inline';

globalThis.modelCollapseVerdicts = lab => ({ view: new VerdictsView(lab), styles });
