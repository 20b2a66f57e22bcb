// The element alone. Where it stands in embed.html, the address chooses the experiment.

import { ModelCollapse } from '../elements/model-collapse';
import { embed } from './embed';

const element = document.querySelector('body.embed #lab');
if (element instanceof ModelCollapse) embed(element);
