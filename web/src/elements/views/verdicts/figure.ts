// "Is this collapse?": one run by eight definitions. Also marks early and late collapse on the time line, and says beside the
// metric how far the runs lie from its law.

import { html, type TemplateResult } from 'lit/html.js';
import type { Question, Verdict, WordsOf } from '../../../engine';
import { Answers } from '../answers';
import { pickedOf } from '../picked';
import { NOTHING_FOUND, View } from '../view';
import { againstOf, detailOf, headlineOf, marksOf, phasesOf, statusOf } from './words';

/** What is asked while playing or computing is asked at most this often, and leaves the core this many times as long to itself. */
const ASK_MS = 150;
const REST = 3;

const GLYPHS = { collapsed: '■', not: '□', not_applicable: '–' } as const;

export class VerdictsView extends View {
  override readonly name = 'verdicts';
  readonly #answers = new Answers(this.lab.simulation, () => {
    this.#took = performance.now() - this.#at;
    this.#show();
  });
  readonly #seen = new IntersectionObserver(([entry]) => {
    this.#visible = entry?.isIntersecting === true;
    if (this.#visible) this.#ask();
  });
  #watched: Element | null = null;
  #visible = false;
  /** The definition the reader picked; "": all alike. */
  #picked = '';
  /** When it was last asked, and how long the answer took: ten thousand runs take their time. */
  #at = 0;
  #took = 0;
  #timer = 0;
  /** What was last asked about. */
  #generation = 0;
  #completed = 0;
  #verdicts: WordsOf<'verdicts'> | null = null;
  /** The newest answer about the last generation there is. */
  #last: WordsOf<'verdicts'> | null = null;
  #laws: WordsOf<'laws'> | null = null;
  #metric: string | null = null;

  override render(): TemplateResult {
    const answer = this.#verdicts;
    const { runs } = this.lab.simulation.layout;
    const picked = answer?.definitions.find(({ id }) => id === this.#picked);
    return html`<figure class="verdicts">
      <figcaption><span class="name">Is this collapse?</span></figcaption>
      ${
        answer === null
          ? ''
          : html`<p>${headlineOf(answer, runs, this.lab.generation)}</p>
            <p class="phases quiet">${answer.generation === 0 ? '' : phasesOf(answer)}</p>
            <ul>${answer.definitions.map(verdict => this.#renderVerdict(verdict))}</ul>
            <p class="detail quiet">${
              picked === undefined
                ? 'Eight definitions in use, collected by Schaeffer et al. 2025 (arXiv 2503.03150). Pick one for its criterion; where it holds is then marked on the time line.'
                : detailOf(picked)
            }</p>`
      }
    </figure>`;
  }

  #renderVerdict(verdict: Verdict): TemplateResult {
    const { id, name } = verdict;
    const pressed = id === this.#picked;
    return html`<li><button class=${verdict.verdict} aria-pressed=${pressed ? 'true' : 'false'} @click=${() => {
      this.#picked = pressed ? '' : id;
      this.#show();
    }}>
      <i aria-hidden="true">${GLYPHS[verdict.verdict]}</i><b>${name}</b><span>${statusOf(verdict)}</span>
    </button></li>`;
  }

  override attach(): void {
    const figure = this.lab.root.querySelector('figure.verdicts');
    // The reader may have picked another metric.
    if (pickedOf(this.lab)?.column.name !== this.#metric) this.#show();
    if (figure === this.#watched) return;
    this.#seen.disconnect();
    this.#watched = figure;
    if (figure !== null) this.#seen.observe(figure);
  }

  override reset(): void {
    this.#answers.reset();
    this.#verdicts = this.#last = this.#laws = null;
    this.lab.findings = NOTHING_FOUND;
    this.#ask();
  }

  override grow(): void {
    this.#later();
  }

  override move(): void {
    this.#later();
  }

  /** The player may have come into sight again. */
  override stage(): void {
    this.#later();
  }

  override dispose(): void {
    this.#seen.disconnect();
    window.clearTimeout(this.#timer);
  }

  #later(): void {
    if (this.#timer !== 0) return;
    const wait = this.#at + Math.max(ASK_MS, REST * this.#took) - performance.now();
    if (wait <= 0) this.#ask();
    else
      this.#timer = window.setTimeout(() => {
        this.#timer = 0;
        this.#ask();
      }, wait);
  }

  #ask(): void {
    this.#at = performance.now();
    if (this.lab.player.suspended) return;
    this.#generation = this.lab.generation;
    this.#completed = this.lab.simulation.completed;
    this.#show();
  }

  /** Asks for what is missing and shows what is there; what was shown stays until then. */
  #show(): void {
    const { simulation, lineage } = this.lab;
    const { layout } = simulation;
    const generation = this.#generation;
    const completed = this.#completed;
    const about = (at: number): Question<'verdicts'> => ({
      ask: 'verdicts',
      run: layout.first_run + lineage,
      generation: at,
    });
    // At rest also where nobody sees it: it may be printed.
    if (this.#visible || (completed > 0 && !this.lab.player.playing))
      this.#verdicts = this.#answers.want(about(generation), 'verdicts') ?? this.#verdicts;
    if (completed > 0) this.#last = this.#answers.want(about(completed), 'last') ?? this.#last;
    if (layout.laws.length > 0)
      this.#laws = this.#answers.want({ ask: 'laws', generation }, 'laws') ?? this.#laws;

    this.#metric = pickedOf(this.lab)?.column.name ?? null;
    const against = this.#laws === null || this.#metric === null ? '' : againstOf(this.#laws, this.#metric);
    const last = this.#last;
    const { marks, said } = last === null ? NOTHING_FOUND : marksOf(last, layout.generations);
    const picked = last?.definitions.find(({ id }) => id === this.#picked);
    const since = picked?.since;
    this.lab.findings = {
      marks,
      stretch:
        last !== null && typeof since === 'number'
          ? [since / layout.generations, last.generation / layout.generations]
          : null,
      said: typeof since === 'number' ? `${said}; ${picked?.name} since generation ${since}` : said,
      against,
      about: this.#laws?.generation ?? 0,
    };
    this.lab.update();
  }
}
