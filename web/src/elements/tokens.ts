// The design tokens: three colours that mean something, one type scale (1.2), one spacing scale (4 px).
// The element is light until it knows what it stands on (ground.ts), and on paper.
// pages/page.css states the same for the page around the element; a test keeps the two equal.

import { css, unsafeCSS } from 'lit';

export const LIGHT = {
  scheme: 'light',
  ground: '#fbfaf7',
  raised: '#ffffff',
  ink: '#1b1f24',
  quiet: '#57606a',
  rule: '#d9d6ce',
  edge: '#8a8f96',
  real: '#0072b2',
  model: '#c24e00',
  law: '#1b1f24',
  alarm: '#b3261e',
} as const;

export const DARK: Record<keyof typeof LIGHT, string> = {
  scheme: 'dark',
  ground: '#14171c',
  raised: '#1b1f26',
  ink: '#e8eaed',
  quiet: '#9aa4af',
  rule: '#343a43',
  edge: '#737d89',
  real: '#56b4e9',
  model: '#ff8a4c',
  law: '#e8eaed',
  alarm: '#ff8a80',
};

const list = (tokens: Record<string, string>) =>
  unsafeCSS(
    Object.entries(tokens)
      .map(([name, value]) => `--mc-${name}: ${value};`)
      .join(' '),
  );

export const tokens = css`
  :host {
    ${list(LIGHT)}
    color-scheme: light;
    --mc-sans: system-ui, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif;
    --mc-serif: Charter, 'Iowan Old Style', 'Source Serif 4', Georgia, 'DejaVu Serif', serif;
    --mc-mono: ui-monospace, 'SF Mono', Consolas, 'DejaVu Sans Mono', monospace;
    --mc-t1: 0.75rem;
    --mc-t2: 0.9rem;
    --mc-t3: 1.08rem;
    --mc-t4: 1.296rem;
    --mc-t5: 1.555rem;
  }
`;

/** What every control shares: type, focus, buttons, inputs. */
export const controls = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button,
  select,
  input[type='text'],
  textarea {
    min-height: 32px;
    padding: 4px 12px;
    border: 1px solid var(--mc-edge);
    border-radius: 6px;
    background: var(--mc-raised);
    color: var(--mc-ink);
    font-size: var(--mc-t2);
    line-height: 1.35;
  }
  button,
  select {
    cursor: pointer;
  }
  button:hover:not(:disabled),
  select:hover {
    border-color: var(--mc-ink);
  }
  button:disabled {
    opacity: 0.45;
    cursor: default;
  }
  button.bare {
    border-color: transparent;
    background: transparent;
  }
  button.bare:hover:not(:disabled) {
    border-color: var(--mc-edge);
  }
  button.glyph {
    display: inline-grid;
    place-items: center;
    min-width: 32px;
    padding: 0;
  }
  input[type='text'],
  textarea {
    cursor: text;
    font-variant-numeric: tabular-nums;
  }
  input[aria-invalid='true'],
  textarea[aria-invalid='true'] {
    border-color: var(--mc-alarm);
    outline: 1px solid var(--mc-alarm);
  }
  input[type='range'] {
    width: 100%;
    height: 24px;
    margin: 0;
    background: transparent;
    cursor: pointer;
    accent-color: var(--mc-ink);
  }
  :focus-visible {
    outline: 2px solid var(--mc-real);
    outline-offset: 2px;
  }
  a {
    color: inherit;
    text-underline-offset: 3px;
    text-decoration-thickness: 1px;
  }
  .segments {
    display: inline-flex;
    border: 1px solid var(--mc-edge);
    border-radius: 6px;
    background: var(--mc-raised);
    overflow: hidden;
  }
  .segments > * {
    position: relative;
  }
  .segments > * + * {
    border-left: 1px solid var(--mc-rule);
  }
  .segments button {
    min-height: 30px;
    padding: 3px 10px;
    border-width: 0;
    border-radius: 0;
    background: transparent;
  }
  .segments > button + button {
    border-left: 1px solid var(--mc-rule);
  }
  .segments button:focus-visible,
  .segments input:focus-visible + span {
    outline-offset: -3px;
  }
  .segments button[aria-pressed='true'],
  .segments input:checked + span {
    background: var(--mc-ink);
    color: var(--mc-ground);
  }
  .segments label {
    display: block;
    flex: 1 1 auto;
    cursor: pointer;
  }
  .segments input {
    position: absolute;
    inset: 0;
    opacity: 0;
    cursor: pointer;
  }
  .segments span {
    display: grid;
    place-items: center;
    height: 100%;
    min-height: 30px;
    padding: 3px 10px;
    font-size: var(--mc-t2);
    line-height: 1.2;
    text-align: center;
  }
  .segments input:focus-visible + span {
    outline: 2px solid var(--mc-real);
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    margin: -1px;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  svg.icon {
    flex: none;
    width: 16px;
    height: 16px;
    fill: currentColor;
    display: block;
  }
  @media (forced-colors: active) {
    .segments button[aria-pressed='true'],
    .segments input:checked + span {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;
