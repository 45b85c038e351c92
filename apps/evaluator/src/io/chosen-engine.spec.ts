import { chosenEngine } from './chosen-engine.js';

describe('chosenEngine', () => {
  it('has what is about the engine, and nothing else of the options', () => {
    const { signal } = new AbortController();
    const options = { engine: 'cpu', threads: 2, precision: 'float32', signal, model: 'm', json: true } as const;
    expect(chosenEngine(options)).toEqual({ engine: 'cpu', threads: 2, precision: 'float32', signal, onStart: expect.any(Function) });
  });

  it('says which engine runs to who asks for a precision, once', () => {
    const lines: string[] = [];
    const say = (line: string) => lines.push(line);
    const asked = chosenEngine({ engine: 'auto', precision: 'float32' }, say);
    for (const description of ['engine a', 'engine a', 'engine b']) asked.onStart?.(description);
    chosenEngine({ engine: 'auto' }, say).onStart?.('engine c');
    expect(lines).toEqual(['engine a', 'engine b']);
  });
});
