import { UserFolder } from '../user-folder.fixture.js';

describe('electra-trainer doctor', () => {
  const folder = new UserFolder();
  afterAll(() => folder.remove());

  it('tells what the machine offers', async () => {
    const { engines, autoPrecision } = JSON.parse((await folder.run('doctor', '--json')).out);
    expect(engines.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['onnxruntime', 'tensorflow', 'wasm', 'cpu']));
    for (const { available, remedy, detail } of engines) expect(available || remedy || detail).toBeTruthy();
    expect(engines[0].settings).toEqual({ providers: expect.arrayContaining(['cpu']), spinning: 50, memoryPattern: false });
    const { out } = await folder.run('doctor');
    expect(out).toMatch(/compiled steps on .*cpu\n +spinning 50 µs, memory pattern off/);
    expect(autoPrecision.reason).toMatch(/^since /);
    expect(out).toContain(`--precision auto: ${autoPrecision.precision}, ${autoPrecision.reason}\n`);
  });
});
