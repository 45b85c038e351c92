import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { architectureOf, networkArchitectures } from './architecture.js';

describe('architectureOf', () => {
  let folder: string;
  const of = (content: string) => {
    writeFileSync(join(folder, 'config.json'), content);
    return architectureOf(folder);
  };
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'architecture-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is the class that config.json names, if it names one', async () => {
    expect(await of('{"architectures": ["ElectraForMaskedLM"]}')).toBe(networkArchitectures.generator);
    expect(await of('{"architectures": []}')).toBeUndefined();
    expect(await of('{}')).toBeUndefined();
  });

  it('refuses what is no configuration', async () => {
    await expect(of('null')).rejects.toThrow(/config\.json is no model's configuration/);
    await expect(architectureOf(join(folder, 'nowhere'))).rejects.toThrow(/nowhere/);
  });
});
