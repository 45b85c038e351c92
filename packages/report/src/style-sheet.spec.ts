import { styleSheet } from './style-sheet.js';

const variablesOf = (block: string) => [...block.matchAll(/(--[\w-]+):\s*#/g)].map((match) => match[1]);

describe('styleSheet', () => {
  it('gives every color a value in dark mode too', () => {
    const [light, dark] = [...styleSheet.matchAll(/:root \{([^}]*)\}/g)].map((match) => variablesOf(match[1] ?? ''));
    expect(light?.length).toBeGreaterThan(8);
    expect(dark).toEqual(light);
  });

  it('uses no color but through a variable', () => {
    const rules = styleSheet.replace(/:root \{[^}]*\}/g, '');
    expect(rules).not.toMatch(/#[0-9a-f]{3,8}\b|rgb\(/i);
  });

  it('loads nothing', () => {
    expect(styleSheet).not.toMatch(/url\(|@import|@font-face/);
  });
});
