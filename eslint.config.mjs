import nx from '@nx/eslint-plugin';
import * as jsoncParser from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';

/** Imports point down this list only; docs/decisions/0002-layers.md says why. */
const layers = ['foundation', 'model', 'training', 'surface'];

/** What a package may import within its own layer. A package that is not listed imports none of them. */
const withinLayer = {
  checkpoint: ['config'],
  compiler: ['ops'],
  engine: ['compiler', 'config', 'ops'],
  tokenizer: ['checkpoint', 'config'],
  generator: ['nn'],
  discriminator: ['nn'],
  pretraining: ['data', 'optim', 'training'],
  tasks: ['data', 'optim', 'training'],
  benchmarks: ['cli'],
  trainer: ['cli', 'report'],
  evaluator: ['cli', 'report'],
};

/** Every package, so that a new one has to be placed in the table before it lints. */
const members = {
  foundation: ['ops', 'compiler', 'engine', 'config', 'tokenizer', 'checkpoint'],
  model: ['nn', 'generator', 'discriminator', 'losses'],
  training: ['data', 'optim', 'training', 'pretraining', 'tasks'],
  surface: ['cli', 'report', 'benchmarks', 'trainer', 'evaluator'],
};

const depConstraints = layers.flatMap((layer, rank) => [
  {
    sourceTag: `layer:${layer}`,
    onlyDependOnLibsWithTags: layers.slice(0, rank + 1).map((below) => `layer:${below}`),
  },
  ...members[layer].map((name) => ({
    sourceTag: `name:${name}`,
    notDependOnLibsWithTags: members[layer]
      .filter((sibling) => sibling !== name && !(withinLayer[name] ?? []).includes(sibling))
      .map((sibling) => `name:${sibling}`),
  })),
]);

/** Every import of what is published is declared in package.json, and every dependency is used. */
export const dependencyChecks = (options = {}) => ({
  files: ['**/package.json'],
  languageOptions: { parser: jsoncParser },
  rules: {
    '@nx/dependency-checks': [
      'error',
      {
        buildTargets: ['build'],
        ignoredFiles: ['{projectRoot}/**/*.spec.ts', '{projectRoot}/*.config.{cjs,mjs}'],
        ...options,
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ['**/dist', '**/out-tsc', '**/coverage', 'docs/api', '**/fixtures'] },
  { plugins: { '@nx': nx } },
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts', '**/*.mjs'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: true,
          allow: ['^.*/eslint\\.config\\.mjs$'],
          // Commands load heavy packages when they run, and stages import the same packages as usual.
          checkDynamicDependenciesExceptions: ['@electra-ts/.*'],
          depConstraints,
        },
      ],
    },
  },
  dependencyChecks(),
);
