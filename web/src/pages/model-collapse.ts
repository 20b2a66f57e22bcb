// The element alone. Where it stands in embed.html, the address chooses the experiment.

import { ModelCollapse } from '../elements/model-collapse';
import { settingsOf } from '../engine';
import { openAddress, withoutOwnData } from './address';

const element = document.querySelector('body.embed #lab');
if (element instanceof ModelCollapse) {
  const open = async (): Promise<void> => {
    const settings = settingsOf(location);
    const link = document.querySelector<HTMLAnchorElement>('#laboratory');
    if (link) link.href = `index.html${settings.replace(/^\?/, '#')}`;
    try {
      const { wrong } = await openAddress(element, settings);
      for (const error of wrong) element.showError(error);
    } catch (error) {
      element.showError(withoutOwnData(error, settings));
    }
  };
  void open();
  // The page around the frame may change what stands behind the "#": no new document is loaded then.
  window.addEventListener('hashchange', () => void open());
}
