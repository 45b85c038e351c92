import { html, type Html } from './html.js';
import type { DoubtExample, DoubtToken } from './report-data.js';

const percent = (probability: number) => Math.round(100 * Math.min(1, Math.max(0, probability)));

function renderToken(token: DoubtToken, footnote: number | undefined): Html {
  const doubt = percent(token.probability);
  const space = token.startsWord ? ' ' : '';
  if (token.original === undefined || footnote === undefined) {
    return html`${space}<span class="token" style="--doubt:${doubt}%" title="doubt ${doubt} %">${token.text}</span>`;
  }
  return html`${space}<span class="token replaced" style="--doubt:${doubt}%"
    title="doubt ${doubt} %, was: ${token.original}">${token.text}<sup aria-hidden="true">${footnote}</sup><span
    class="spoken"> (replaced, was ${token.original}, doubt ${doubt} percent)</span></span>`;
}

function renderExample({ tokens, replacedBy }: DoubtExample): Html {
  const replaced = tokens.filter((token) => token.original !== undefined);
  return html`<article class="card example">
    <h3>Words replaced by ${replacedBy === 'hand' ? 'hand' : 'the generator'}</h3>
    <p class="tokens">${tokens.map((token) => {
      const place = replaced.indexOf(token);
      return renderToken(token, place < 0 ? undefined : place + 1);
    })}</p>
    <ol class="footnotes">${replaced.map(
      (token) => html`<li><span class="was">${token.original}</span> → <b>${token.text}</b>, doubt ${percent(token.probability)} %</li>`,
    )}</ol>
  </article>`;
}

/**
 * How much the discriminator doubts each token: the darker the background, the surer it is of a replacement. Tokens that
 * really were replaced are underlined and numbered, so that nothing depends on color alone.
 */
export function renderDoubtMap(examples: readonly DoubtExample[]): Html {
  if (examples.length === 0) {
    return html``;
  }
  return html`<section aria-labelledby="doubt">
    <h2 id="doubt">What the discriminator doubts</h2>
    <p>Held-out sentences in which some words were replaced. The background of each token is the probability that the
      discriminator gives to its being a replacement; those that really are replacements are
      <span class="token replaced" style="--doubt:0%">underlined<sup>1</sup></span> and listed below the sentence.</p>
    <p class="scale"><span>0 %</span> <span class="ramp" aria-hidden="true"></span> <span>100 %</span></p>
    <div class="examples">${examples.map(renderExample)}</div>
  </section>`;
}
