// What the reader sees here, and what it is not. The figures are those of the presets as they are: anyone can play them.

import { html, type TemplateResult } from 'lit/html.js';
import { View } from '../view';

export class StoryView extends View {
  override readonly name = 'story';

  override render(): TemplateResult {
    return html`<section class="story">
      <h3>What is fed back decides</h3>
      <div>
        <p>A variational autoencoder squeezes each digit into a few numbers, its code, and learns to decode digits from codes.
          To draw a digit, it decodes random numbers. <cite>Shumailov et al. (2024)</cite> let each such network learn only from
          the digits of the one before it.</p>
        <p>For every pixel the decoder gives a probability of ink. The authors’ code feeds these probabilities back, as grey
          pixels. That is the mean of what the model would draw. <strong>A mean is not a sample of the model</strong>: it is
          smoother than draws are. Each network learns from something smoother than what the last one knew, so the digits blur
          and their codes fall together.</p>
        <p>Sample each pixel instead, black or white, and the digits do not blur. They grow harder and noisier. What goes is
          variety: classes get rarer and some die out.</p>
      </div>
      <table>
        <caption>One run each, seed 7, generation 12. Other seeds give other numbers; play them.</caption>
        <thead><tr><th scope="col">Fed back</th><th scope="col">Spread of codes</th><th scope="col">Entropy of classes</th><th scope="col">Digits still drawn</th></tr></thead>
        <tbody>
          <tr><th scope="row">Real digits, for comparison</th><td>1.14</td><td>2.30 nats</td><td>10</td></tr>
          <tr><th scope="row">Means</th><td>0.22</td><td>0.21 nats</td><td>2</td></tr>
          <tr><th scope="row">Means, one digit in ten real</th><td>0.59</td><td>1.87 nats</td><td>9</td></tr>
          <tr><th scope="row">Sampled pixels</th><td>1.12</td><td>1.70 nats</td><td>8</td></tr>
        </tbody>
      </table>
      <p class="sources">Sources:
        <a href="https://doi.org/10.1038/s41586-024-07566-y">Shumailov et al., Nature 631, 755–759 (2024)</a>;
        their code, <a href="https://doi.org/10.5281/zenodo.10866595">doi 10.5281/zenodo.10866595</a>;
        <a href="https://arxiv.org/abs/1312.6114">Kingma and Welling, Auto-encoding variational Bayes (2014)</a>. The authors’
        network is larger and sees 60,000 digits of 28 × 28 pixels; here it is small, so that a generation takes seconds. Colours
        of the classes: <a href="https://arxiv.org/abs/2107.02270">Petroff (2021)</a>.</p>
    </section>`;
  }
}
