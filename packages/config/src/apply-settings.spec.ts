import fc from 'fast-check';

import { applySettings } from './apply-settings.js';
import { UserError } from './user-error.js';

describe('applySettings', () => {
  it.each([
    ['steps=100', { steps: 100 }],
    ['training.rate=5e-4', { training: { rate: 5e-4 } }],
    ['a.b.c=true', { a: { b: { c: true } } }],
    ['a=null', { a: null }],
    ['a=', { a: null }],
    ['a=no', { a: 'no' }],
    ['a="100"', { a: '100' }],
    ['a=x=y', { a: 'x=y' }],
    ['a=[1, b]', { a: [1, 'b'] }],
    [' a = 1', { a: 1 }],
  ])('%s', (setting, expected) => {
    expect(applySettings({}, [setting])).toEqual(expected);
  });

  it('keeps what it does not touch and leaves its input alone', () => {
    const config = Object.freeze({ seed: 1, training: Object.freeze({ steps: 5, rate: 0.1 }) });
    expect(applySettings(config, ['training.steps=6'])).toEqual({ seed: 1, training: { steps: 6, rate: 0.1 } });
    expect(config.training.steps).toBe(5);
  });

  it('applies settings in order and fills empty mappings', () => {
    expect(applySettings({ a: null }, ['a.b=1', 'a.b=2', 'a.c=3'])).toEqual({ a: { b: 2, c: 3 } });
    expect(applySettings(undefined, ['a=1'])).toEqual({ a: 1 });
  });

  it('changes an entry of a list', () => {
    const config = { phases: [{ steps: 1 }, { steps: 2 }] };
    expect(applySettings(config, ['phases.1.steps=9'])).toEqual({ phases: [{ steps: 1 }, { steps: 9 }] });
  });

  it.each([
    ['steps', 'received no "="'],
    ['=1', 'received an empty key'],
    ['a..b=1', 'received an empty key'],
    ['a={b: 1}', 'expected a YAML scalar'],
    ['a=b: 1', 'expected a YAML scalar'],
    ['a=[1', 'expected a YAML scalar'],
    ['a=*anchor', 'expected a YAML scalar'],
    ['a=#1', 'expected a YAML scalar'],
    ['a=1 # one', 'expected a YAML scalar'],
    ['seed.x=1', 'to seed: expected a mapping there, received 7'],
    ['phases.2=1', 'to phases: expected an index below 1, received "2"'],
    ['phases.first=1', 'to phases: expected an index below 1, received "first"'],
  ])('rejects %s', (setting, message) => {
    const apply = () => applySettings({ seed: 7, phases: [0] }, [setting]);
    expect(apply).toThrow(UserError);
    expect(apply).toThrow(message);
  });

  it.each(['__proto__.polluted=1', 'a.__proto__.polluted=1', 'constructor.prototype.polluted=1'])(
    'does not let %s reach the prototype of objects',
    (setting) => {
      expect(() => applySettings({ a: {} }, [setting])).toThrow('the reserved name');
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    },
  );

  it('does not take inherited members for mappings', () => {
    expect(applySettings({}, ['toString.x=1'])).toEqual({ toString: { x: 1 } });
  });

  it('reads back any text that is quoted as JSON', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = applySettings({}, [`a=${JSON.stringify(text)}`]) as { a: string };
        expect(result.a).toBe(text);
      }),
    );
  });
});
