/** Held-out measurements of pre-training that come first, with their meaning in words. Names as `heldOutMetrics` has them. */
export const headlines = [
  { metric: 'generator/loss', title: 'Generator loss', unit: 'nats a masked token', note: 'How surprised the generator is by the word under a mask: lower is better.' },
  { metric: 'generator/accuracy', title: 'Generator accuracy', unit: 'share of masked tokens', note: 'How often its first guess is right.' },
  { metric: 'languageModel/loss', title: 'Language model loss', unit: 'nats a token', note: 'Of the network that reads replaced words: lower is better.' },
  { metric: 'languageModel/accuracy', title: 'Language model accuracy', unit: 'share of tokens', note: 'Of the network that reads replaced words.' },
  { metric: 'live/loss', title: 'Discriminator loss, words of the generator', unit: 'nats a token', note: 'A better generator makes this harder: it does not compare runs with different generators.' },
  { metric: 'live/auc', title: 'Area under the ROC curve, words of the generator', unit: 'area', note: 'A better generator makes this harder: it does not compare runs with different generators.' },
  { metric: 'fixed/loss', title: 'Discriminator loss, random words', unit: 'nats a token', note: 'On replacements that stay the same: lower is better.' },
  { metric: 'fixed/auc', title: 'Area under the ROC curve, random words', unit: 'area', note: 'The chance that a replaced word gets more doubt than a right one, on replacements that stay the same; 0.5 is a coin.' },
] as const;
