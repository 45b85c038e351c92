import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markup } from './markup.js';

const all = (pattern: RegExp, text = markup): string[] => [...text.matchAll(pattern)].map(([, found]) => found);

describe('markup', () => {
  const ids = all(/ id="([^"]+)"/g);

  it('has each id once, and labels and descriptions that point at one', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of all(/ (?:for|aria-labelledby)="([^"]+)"/g)) expect(ids).toContain(id);
  });

  it('has every part that the script asks for by its name', () => {
    const asked = all(/byId(?:<\w+>)?\('([\w-]+)'\)/g, readFileSync(join(__dirname, 'client.ts'), 'utf8'));
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('loads its own files and nothing from elsewhere, and keeps scripts and styles out of itself', () => {
    expect(all(/ (?:href|src)="([^"]+)"/g).filter((address) => /^(?:[a-z]+:)?\/\//.test(address))).toEqual([]);
    // The server forbids all of these.
    expect(markup).not.toMatch(/ style=| on[a-z]+=|<style|<script(?![^>]* src=)/);
  });

  it('shows no part before it is known what the model can do', () => {
    expect(all(/<section id="(\w+)" hidden>/g)).toEqual(all(/<section id="(\w+)"/g));
  });
});
