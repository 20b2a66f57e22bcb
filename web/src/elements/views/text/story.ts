// What the reader sees here, where it comes from, and what it is not.

import { html, type TemplateResult } from 'lit/html.js';
import { View } from '../view';

export class StoryView extends View {
  override readonly name = 'story';

  override render(): TemplateResult {
    return html`<section class="story">
      <h3>Two ways to lose a language</h3>
      <div>
        <p><cite>Shumailov et al. (2024)</cite> let a language model, OPT-125m, learn the articles of wikitext2. It then wrote as
          much text as it had read, 64 tokens for every 64 it was shown, and the next model learnt from that. Perplexity says how
          many equally likely words a model wavers between, on average. Real articles had a perplexity of 115 before the model had
          read any and of 34 after. Later generations, given no human text, lost “from 20 to 28 perplexity points”; with a tenth
          of the original text in every generation the authors saw “only minor degradation”.</p>
        <p>Their example starts with churches in the Perpendicular style. The first models go on about architecture; the text of
          generation 9 ends in jackrabbits: black-tailed, white, blue, red and yellow ones.</p>
        <p>A model can go wrong in two ways. If it <strong>draws</strong> every word with the probability it has learnt, its
          mistakes are drawn too, and learnt in turn: the text diffuses, and generation 1 finds it less and less likely. If it
          <strong>prefers the probable</strong>, by a temperature below 1, by top k or top p, or by a beam search as in the paper,
          the text concentrates: generation 1 finds it ever more likely, and variety dies. <cite>Marchi et al. (2024)</cite> come
          to the same for every temperature but 1: without enough text from outside, a few outputs or noise are left. Real text
          gets harder to predict in either case, so likely text is not good text.</p>
        <p>Chance is not the only cause. N-grams that only count lose words about as fast as a lottery would; the dashed line
          over the vocabulary is the law of that lottery. Smoothing, which leaves some probability for what was never seen, is a bias of its own, and
          it adds up as well. That is why it is a setting here and not a secret.</p>
        <p>What this page cannot tell is how fast a large model forgets. Its models have read one book at most. What it does show
          is the mechanism: the rare goes first, and human text in the mix holds it. <cite>Gerstgrasser et al. (2024)</cite> found
          that of larger language models as well: they get worse when each generation’s text replaces the last, and do not when
          it is added to the real text.</p>
      </div>
      <table class="words">
        <caption>The experiment of the paper, and the one on this page</caption>
        <thead><tr><td></td><th scope="col">Paper</th><th scope="col">Here</th></tr></thead>
        <tbody>
          <tr><th scope="row">Model</th><td>OPT-125m</td><td>counted n-grams, or a transformer of 10,000 to a million parameters</td></tr>
          <tr><th scope="row">Text</th><td>wikitext2</td><td>a novel, speeches, first names, or your own</td></tr>
          <tr><th scope="row">A generation starts from</th><td>the pretrained model</td><td>nothing, the last one, or a pretrained one</td></tr>
          <tr><th scope="row">It writes by</th><td>beam search, five beams</td><td>drawing, or the same search</td></tr>
        </tbody>
      </table>
      <p class="sources">Sources:
        <a href="https://doi.org/10.1038/s41586-024-07566-y">Shumailov et al., Nature 631, 755–759 (2024)</a>;
        their code, <a href="https://doi.org/10.5281/zenodo.10866595">doi 10.5281/zenodo.10866595</a>;
        <a href="https://arxiv.org/abs/2404.02325">Marchi et al. (2024)</a>;
        <a href="https://arxiv.org/abs/2404.01413">Gerstgrasser et al. (2024)</a>. The paper counts the first model as generation 0;
        here it is generation 1.</p>
    </section>`;
  }
}
