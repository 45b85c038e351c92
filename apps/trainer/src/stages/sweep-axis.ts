import { UserError } from '@electra-ts/config';

/** A key of the configuration with the values that a sweep tries. */
export interface SweepAxis {
  readonly key: string;
  readonly values: readonly string[];
}

/** One value for each key of a sweep. */
export interface Combination {
  /** As `--set` takes them, in the order in which the keys were given. */
  readonly settings: readonly string[];
  /** A folder's name that tells it from the others: `learningRate-3e-4_batchSize-16`. */
  readonly name: string;
}

/**
 * What `--sweep training.learningRate=1e-4,3e-4` means.
 *
 * @throws UserError for another form, a key that is no key of `training`, no values, and the same value twice
 */
export function parseSweep(text: string): SweepAxis {
  const [, key, list] = /^(training\.[A-Za-z]+)=(.+)$/.exec(text) ?? [];
  const values = (list ?? '').split(',').map((value) => value.trim());
  if (key === undefined || values.includes('') || new Set(values).size < values.length) {
    throw new UserError({
      what: '--sweep does not say which values of a setting to try',
      expected: 'a key of training and different values with commas between, such as training.learningRate=1e-4,3e-4',
      received: text,
    });
  }
  return { key, values };
}

/**
 * Every combination of the axes' values, the last key changing fastest.
 *
 * @throws UserError where two axes are of the same key
 */
export function combinations(axes: readonly SweepAxis[]): Combination[] {
  const twice = axes.find(({ key }, i) => axes.findIndex((other) => other.key === key) < i);
  if (twice) throw new UserError({ what: `--sweep names ${twice.key} twice`, expected: 'all values of a key in one --sweep' });
  return axes.reduce<Combination[]>(
    (all, { key, values }) =>
      all.flatMap(({ settings, name }) =>
        values.map((value) => {
          const own = `${key.slice(key.indexOf('.') + 1)}-${value.replace(/[^\w.+-]/g, '_')}`;
          return { settings: [...settings, `${key}=${value}`], name: name === '' ? own : `${name}_${own}` };
        }),
      ),
    [{ settings: [], name: '' }],
  );
}
