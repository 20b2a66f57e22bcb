import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

const icon = (shape: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${shape}</svg>`;

export const icons = {
  play: icon(svg`<path d="M4 2.2v11.6L13.5 8z" />`),
  pause: icon(svg`<path d="M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z" />`),
  back: icon(svg`<path d="M11 3v10L4 8zM2.5 3H4v10H2.5z" transform="translate(1 0)" />`),
  forward: icon(svg`<path d="M5 3v10l7-5zM12 3h1.5v10H12z" transform="translate(-1 0)" />`),
  restart: icon(svg`<path d="M8 2.5a5.5 5.5 0 1 1-5.2 3.7l1.5.5A3.9 3.9 0 1 0 8 4.1V6.5L4.2 3.3 8 .2z" />`),
  locked: icon(svg`<path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2H13v7H3V7zm1.7 0h3.6V5a1.8 1.8 0 0 0-3.6 0z" />`),
  unlocked: icon(svg`<path d="M4.5 7V5a3.5 3.5 0 0 1 6.8-1.1l-1.6.6A1.8 1.8 0 0 0 6.2 5v2H13v7H3V7z" />`),
  next: icon(svg`<path d="M2 7.2h8.2L7.4 4.4l1.2-1.2L13.4 8l-4.8 4.8-1.2-1.2 2.8-2.8H2z" />`),
  copy: icon(svg`<path d="M5 1h9v10h-2.5V9.5h1v-7h-6v1H5zM2 5h9v10H2zm1.5 1.5v7h6v-7z" />`),
  help: icon(
    svg`<path d="M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1m0 1.4a5.6 5.6 0 1 0 0 11.2A5.6 5.6 0 0 0 8 2.4M7.3 10.6h1.5v1.5H7.3zM8 4c1.5 0 2.6.9 2.6 2.3 0 1.9-1.9 2-1.9 3.4H7.3c0-2.2 1.8-2.3 1.8-3.3 0-.6-.4-1-1.1-1s-1.2.4-1.2 1.2H5.4C5.4 5 6.5 4 8 4" />`,
  ),
  reset: icon(
    svg`<path d="M6.8 2.2 3 5.5l3.8 3.3V6.5h2.7a2.7 2.7 0 0 1 0 5.4H5v1.6h4.5a4.3 4.3 0 0 0 0-8.6H6.8z" />`,
  ),
  down: icon(svg`<path d="m3 5.5 1.1-1.1L8 8.3l3.9-3.9L13 5.5l-5 5z" />`),
};
