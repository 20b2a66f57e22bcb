// embed.html: one experiment in a frame of somebody's page, chosen by the address.

import { select } from '../elements/copy';
import type { ModelCollapse } from '../elements/model-collapse';
import { readPermalink, settingsOf, writePermalink } from '../engine';
import { openAddress, withoutOwnData } from './address';

/** What of an address is for the frame alone. */
const OF_THE_FRAME = new Set(['layout', 'hide', 'autoplay']);

export function embed(element: ModelCollapse): void {
  const open = async (): Promise<void> => {
    const settings = settingsOf(location);
    const link = document.querySelector<HTMLAnchorElement>('#laboratory');
    if (link !== null) link.href = `index.html${wholePage(settings)}`;
    element.layout = null;
    const opened = openAddress(element, settings);
    document.body.classList.toggle('full', (element.layout as string | null) === 'full');
    if (element.theme !== null) document.documentElement.dataset.theme = element.theme;
    try {
      const { wrong } = await opened;
      for (const error of wrong) element.showError(error);
    } catch (error) {
      element.showError(withoutOwnData(error, settings));
    }
  };
  void open();
  // The page around the frame may change what stands behind the "#": no new document is loaded then.
  window.addEventListener('hashchange', () => void open());

  const address = document.querySelector<HTMLElement>('#address');
  for (const each of document.querySelectorAll<HTMLAnchorElement>('.credit a'))
    each.addEventListener('click', event => openOrTell(event, each, address));

  // A frame has no other use for the keys.
  document.addEventListener('keydown', event => {
    if (event.target === document.body || event.target === document.documentElement) element.handleKey(event);
  });
  // A frame cannot see that the slide around it is hidden. reveal.js says so.
  window.addEventListener('message', ({ data }) => {
    if (data === 'slide:stop' || data === 'slide:start') element.suspended = data === 'slide:stop';
  });
}

/** The same experiment with the page around it. */
function wholePage(settings: string): string {
  try {
    const { view, ...experiment } = readPermalink(settings);
    const kept = Object.entries(view).filter(([key]) => !OF_THE_FRAME.has(key));
    return writePermalink({ ...experiment, view: Object.fromEntries(kept) });
  } catch {
    // The laboratory says what is wrong with it.
    return settings.replace(/^\?/, '#');
  }
}

/** A sandbox without allow-popups refuses in silence: then the reader gets the address. */
function openOrTell(event: MouseEvent, link: HTMLAnchorElement, address: HTMLElement | null): void {
  const opened = window.open(link.href, '_blank');
  event.preventDefault();
  if (opened !== null) {
    opened.opener = null;
    return;
  }
  const input = address?.querySelector('input');
  if (!address || !input) return;
  input.value = link.href;
  address.hidden = false;
  select(input);
}
