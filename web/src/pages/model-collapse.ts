// The element alone. Where it stands in embed.html, the address chooses the experiment.

import { ModelCollapse } from '../elements/model-collapse';
import { openAddress } from './address';

const element = document.querySelector('body.embed #lab');
if (element instanceof ModelCollapse) {
  void openAddress(element, location.search).catch(error => element.showError(error));
  const link = document.querySelector<HTMLAnchorElement>('#laboratory');
  if (link) link.href = `index.html${location.search}`;
}
