// One frame, one number: whatever says which generation is shown says the same at every moment.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { Lab, visit } from './support/browser';
import { browser, site } from './support/stage';

/** What one animation frame shows: who says so, and which generation. */
type Said = Readonly<Record<string, number>>;

/** Before the page: what every canvas wrote since it was last cleared. */
async function watchCanvases(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { prototype } = CanvasRenderingContext2D;
    const written = new Map<HTMLCanvasElement, string[]>();
    Object.assign(globalThis, { written });
    const { clearRect, fillText } = prototype;
    prototype.clearRect = function (...place) {
      written.set(this.canvas, []);
      clearRect.apply(this, place);
    };
    prototype.fillText = function (text: string, ...place: [number, number, number?]) {
      // The history names the generation shown in bold.
      written.get(this.canvas)?.push(/^(600|bold)/.test(this.font) ? `bold ${text}` : text);
      (fillText as (...all: unknown[]) => void).apply(this, [text, ...place]);
    };
  });
}

/** So many generations must have been seen, however few frames a busy machine has time for. */
const ENOUGH = 12;

/** Plays the story again and again and looks at every animation frame. */
function sample(page: Page): Promise<readonly Said[]> {
  return page.evaluate(
    enough =>
      new Promise<readonly Said[]>(resolve => {
        const { written } = globalThis as unknown as { written: Map<HTMLCanvasElement, string[]> };
        const root = document.querySelector('#lab')!.shadowRoot!;
        const bar = root.querySelector('collapse-player')!.shadowRoot!;
        const number = (text: string | null | undefined, pattern: RegExp): number | undefined => {
          const found = pattern.exec(text ?? '')?.[1];
          return found === undefined ? undefined : Number(found.replaceAll(',', ''));
        };
        const samples: Said[] = [];
        const seen = new Set<number>();
        const look = (): void => {
          const said: Record<string, number> = {};
          const say = (who: string, generation: number | undefined): void => {
            if (generation !== undefined) said[who] = generation;
          };
          const text = (selector: string): string | null | undefined =>
            root.querySelector(selector)?.textContent;
          say('label', number(text('.where'), /Generation ([\d,]+)/));
          say('headline', number(text('h2'), /(?:After|Generation) ([\d,]+)(?: generations?)?\b/));
          say('slider', bar.querySelector<HTMLInputElement>('.scrub input')!.valueAsNumber);
          say('beside the slider', number(bar.querySelector('.at b')?.textContent, /([\d,]+)/));
          say('metric', number(text('.metrics .readout'), /generation ([\d,]+)/));
          say('law', number(text('.metrics .against'), /law at generation ([\d,]+)/));
          say('verdicts', number(text('.verdicts > p'), /at generation ([\d,]+) has/));
          say('text', number(text('.now > b'), /Generation ([\d,]+)/));
          say('lost', number(text('.lost .said'), /Generation ([\d,]+)/));
          for (const [canvas, texts] of written) {
            if (!canvas.isConnected || canvas.closest('.small, .loss, .beside, .metrics')) continue;
            for (const one of texts) {
              say(`${canvas.id}: model`, number(one, /(?:Model|generation) ([\d,]+)/));
              if (canvas.id === 'history') say('history', number(one, /^bold ([\d,]+)$/));
            }
          }
          samples.push(said);
          seen.add(said.slider!);
          const play = bar.querySelector<HTMLButtonElement>('.play')!;
          const ended = /Replay|Play/.test(play.textContent!);
          if (ended && seen.size >= enough) resolve(samples);
          else {
            if (ended) play.click();
            requestAnimationFrame(look);
          }
        };
        requestAnimationFrame(look);
      }),
    ENOUGH,
  );
}

test.each([
  [
    'gaussian-forgets',
    '&generations=600',
    ['label', 'headline', 'slider', 'metric', 'history', 'distribution: model'],
  ],
  ['two-modes', '', ['label', 'headline', 'slider', 'metric', 'history', 'distribution: model']],
  ['old-faithful', '', ['label', 'slider', 'metric', 'history']],
  ['zipf-tail', '', ['label', 'slider', 'metric', 'ranks: model']],
  ['words-lost', '', ['label', 'slider', 'metric', 'history', 'text', 'lost', 'ranks: model']],
] as const)(
  '%s at top speed: headline, label, slider and plots agree in every frame',
  async (preset, more, who) => {
    const { page, context, errors } = await visit(browser);
    await watchCanvases(page);
    await page.goto(`${site.origin}/?v=1&preset=${preset}${more}`);
    const lab = new Lab(page);
    await lab.hash();
    await page.getByRole('slider', { name: 'Speed' }).fill('9');
    const samples = await sample(page);
    for (const name of who)
      expect(
        samples.filter(said => name in said && said.slider! > 0).length,
        `${name} was read`,
      ).toBeGreaterThan(1);
    // Generation 0 is the truth: texts show the model to come.
    const torn = samples.filter(said => said.slider! > 0 && new Set(Object.values(said)).size > 1);
    expect(torn).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  },
);
