import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markup } from './markup.js';
import { style } from './style.js';

/** Colors by name, of the light page or the dark one. */
const colors = (which: 0 | 1): Record<string, string> => {
  const block = [...style.matchAll(/:root \{([^}]*)\}/g)][which][1];
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]));
};
/** Relative luminance of WCAG 2: 0 for black, 1 for white. */
const luminance = (color: string): number => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one: string, other: string): number => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

describe('style', () => {
  it.each([0, 1] as const)('has letters that can be told from what is behind them (%i), by 4.5 to 1 as WCAG asks', (which) => {
    const { page, card, ink, muted, accent } = colors(which);
    for (const [letters, paper] of [[ink, page], [ink, card], [muted, page], [accent, page]]) expect(contrast(letters, paper)).toBeGreaterThanOrEqual(4.5);
  });

  it('names the same colors in light and dark, and uses none that it does not name', () => {
    const [light, dark] = [colors(0), colors(1)].map((each) => Object.keys(each).sort());
    expect(dark).toEqual(light);
    // --doubt is set on each token by the script.
    const used = [...style.matchAll(/var\(--([\w-]+)\)/g)].map(([, name]) => name).filter((name) => name !== 'doubt');
    expect(used.filter((name) => !light.includes(name))).toEqual([]);
  });

  it('styles only ids that the page has, and loads nothing', () => {
    const client = readFileSync(join(__dirname, 'client.ts'), 'utf8');
    const ids = [...style.replace(/\{[^}]*\}/g, '').matchAll(/#([a-z][\w-]*)/g)].map(([, id]) => id);
    expect(ids.filter((id) => !markup.includes(`id="${id}"`) && !client.includes(`'${id}'`))).toEqual([]);
    expect(style).not.toMatch(/url\(|@import/);
  });
});
