// What the fields of a spec mean, as a script of its own: it is loaded when the first one is asked about.

import { help } from '../../../protocol/help.generated';

/** Where one field means different things to different models: "pointer=kind". */
const BY_MODEL: Readonly<Record<string, string>> = {
  '/model/temperature=gaussian':
    'The next generation learns from draws with this times the variance of the model: for one Gaussian, its density to the power of 1/λ. 1 is the model itself; 0 its mean alone.',
  '/model/temperature=gmm':
    'The next generation learns from draws whose components have this times their variance; they stay where they are. 1 is the model itself; 0 the centres alone.',
  '/model/temperature=vae':
    'Standard deviation of the latent numbers that images are drawn from. 1 is the model itself; 0 its one most central image.',
  '/model/temperature=transformer':
    'Log-probabilities are divided by it before a token is drawn. 1 is the model itself; below, the probable is favoured; 0 is always the most probable.',
  '/model/temperature=categorical':
    'Log-probabilities are divided by it before a category is drawn. 1 is the model itself; below, the common is favoured; 0 is always the most common.',
};

globalThis.modelCollapseHelp = { ...help, ...BY_MODEL };
