import { html, type TemplateResult } from 'lit';

const icon = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${path} /></svg>`;

export const icons = {
  play: icon('M4 2.2v11.6L13.5 8z'),
  pause: icon('M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z'),
  back: icon('M12 3v10L5 8zM3.5 3H5v10H3.5z'),
  forward: icon('M4 3v10l7-5zM11 3h1.5v10H11z'),
  restart: icon('M8 2.5a5.5 5.5 0 1 1-5.2 3.7l1.5.5A3.9 3.9 0 1 0 8 4.1V6.5L4.2 3.3 8 .2z'),
  locked: icon('M4.5 7V5a3.5 3.5 0 0 1 7 0v2H13v7H3V7zm1.7 0h3.6V5a1.8 1.8 0 0 0-3.6 0z'),
  unlocked: icon('M4.5 7V5a3.5 3.5 0 0 1 6.8-1.1l-1.6.6A1.8 1.8 0 0 0 6.2 5v2H13v7H3V7z'),
  copy: icon('M5 1h9v10h-2.5V9.5h1v-7h-6v1H5zM2 5h9v10H2zm1.5 1.5v7h6v-7z'),
  reset: icon('M6.8 2.2 3 5.5l3.8 3.3V6.5h2.7a2.7 2.7 0 0 1 0 5.4H5v1.6h4.5a4.3 4.3 0 0 0 0-8.6H6.8z'),
  down: icon('m3 5.5 1.1-1.1L8 8.3l3.9-3.9L13 5.5l-5 5z'),
};
