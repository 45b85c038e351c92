// Writes docs/configuration.md and the JSON schema of a pre-training configuration, for editors, from the schemas and the
// comments in them. `--check` compares them instead.
import { readFileSync, writeFileSync } from 'node:fs';
import { pretrainingConfig } from '@electra-ts/pretraining';
import { defaultRecipe, multitaskConfig } from '@electra-ts/tasks';
import ts from 'typescript';
import { z } from 'zod';
import { quickstartConfig } from '../../apps/trainer/dist/quickstart/quickstart-config.js';

const at = (path) => new URL(`../../${path}`, import.meta.url);
const page = at('docs/configuration.md');
const schemaFile = at('packages/pretraining/schema/pretraining.schema.json');

/** Named values of source files, as expressions. */
function constantsOf(paths) {
  const constants = new Map();
  for (const path of paths) {
    ts.forEachChild(ts.createSourceFile(path, readFileSync(at(path), 'utf8'), ts.ScriptTarget.Latest, true), function visit(node) {
      if (ts.isVariableDeclaration(node)) constants.set(node.name.getText(), node.initializer);
      ts.forEachChild(node, visit);
    });
  }
  return constants;
}

/** The properties of the outermost `z.strictObject({…})` in an expression, named constants and `.extend({…})` included. */
function propertiesOf(expression, constants) {
  if (ts.isIdentifier(expression)) return constants.has(expression.text) ? propertiesOf(constants.get(expression.text), constants) : undefined;
  if (ts.isPropertyAccessExpression(expression)) return propertiesOf(expression.expression, constants);
  if (!ts.isCallExpression(expression)) return undefined;
  const called = expression.expression.getText();
  const [argument] = expression.arguments;
  if (/\bstrictObject$/.test(called) && expression.arguments.length === 1) {
    return [...(ts.isSatisfiesExpression(argument) ? argument.expression : argument).properties];
  }
  const inner = propertiesOf(expression.expression, constants);
  if (/\.extend$/.test(called)) return [...inner, ...argument.properties];
  return inner ?? expression.arguments.map((each) => propertiesOf(each, constants)).find(Boolean);
}

/** Puts the comments above keys into a JSON schema, as descriptions. */
function describe(schema, properties, constants) {
  const target = schema.items ?? schema;
  for (const property of properties ?? []) {
    const key = property.name.getText();
    const comment = ts.getJSDocCommentsAndTags(property).map((each) => ts.getTextOfJSDocComment(each.comment)).filter(Boolean).at(-1);
    const child = target.properties[key];
    if (comment) child.description = comment.replace(/\s*\n\s*/g, ' ');
    if (property.initializer) describe(child, propertiesOf(property.initializer, constants), constants);
  }
}

const engine = 'packages/engine/src/engine-config.ts';

/** The JSON schema of a configuration, with the comments of the source files that it is written in. */
function described(config, name, paths) {
  const constants = constantsOf(paths);
  const schema = z.toJSONSchema(config, { io: 'input' });
  describe(schema, propertiesOf(constants.get(name), constants), constants);
  return schema;
}

const schema = described(pretrainingConfig, 'pretrainingConfig', [engine, 'packages/pretraining/src/pretraining-config.ts']);
schema.title = 'Configuration of an ELECTRA pre-training run';
const finetuning = described(multitaskConfig, 'multitaskConfig', [engine, 'packages/tasks/src/recipe.ts', 'packages/tasks/src/finetuning-config.ts']);
// What is left out is the recipe's, which is applied once the task is known.
for (const [key, value] of Object.entries(defaultRecipe)) finetuning.properties.training.properties[key].default = value;
const quickstart = described(quickstartConfig, 'quickstartConfig', [engine, 'apps/trainer/src/quickstart/quickstart-config.ts']);

function typeOf({ enum: values, const: single, anyOf, type, items, properties, minimum, maximum, exclusiveMinimum, exclusiveMaximum }) {
  if (anyOf) return anyOf.map(typeOf).join(' or ');
  if (values) return values.map((value) => `\`${value}\``).join(', ');
  if (single !== undefined) return `\`${single}\``;
  if (items) return `list of ${properties || items.properties ? 'mappings' : items.type}`;
  const safe = (bound) => bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  const bounds = [
    safe(minimum) && `from ${minimum}`,
    safe(exclusiveMinimum) && `above ${exclusiveMinimum}`,
    safe(maximum) && `to ${maximum}`,
    safe(exclusiveMaximum) && `below ${exclusiveMaximum}`,
  ].filter(Boolean);
  return [{ integer: 'whole number', string: 'text', boolean: 'true or false', object: 'mapping' }[type] ?? type, ...bounds].join(' ');
}

/** Rows of a table, one for each key that holds a value. */
function rows(node, path) {
  const mapping = node.items?.properties ? node.items : node;
  const own = path !== '' && (node.items || !mapping.properties || node.description) ? [row(node, path)] : [];
  const inner = Object.entries(mapping.properties ?? {}).flatMap(([key, child]) =>
    rows(child, path === '' ? key : `${path}${node.items ? '.N' : ''}.${key}`),
  );
  return [...own, ...inner];
}

function row(node, path) {
  const type = node.properties && !node.items ? 'mapping' : typeOf(node);
  const start = node.default === undefined || node.properties ? '' : `\`${typeof node.default === 'object' ? JSON.stringify(node.default) : node.default}\``;
  return `| \`${path}\` | ${type} | ${start} | ${(node.description ?? '').replace(/\|/g, '\\|')} |`;
}

const head = '| key | value | default | meaning |\n|---|---|---|---|';
const tables = ({ properties }) =>
  Object.entries(properties)
    .map(([section, node]) => `### ${section}\n\n${head}\n${node.properties ? rows(node, section).join('\n') : row(node, section)}`)
    .join('\n\n');
const content = `# Configuration

Generated by \`node tools/docs/configuration.mjs\` from the schemas in \`packages/pretraining/src/pretraining-config.ts\`, \`packages/tasks/src/finetuning-config.ts\` and
\`apps/trainer/src/quickstart/quickstart-config.ts\`; a test checks that it is current.

\`--set key.path=value\` changes one key and may be repeated. Unknown keys are refused, with the one that was probably meant. What is left out has its default; a key without one is
optional.

## Pre-training

A configuration is a YAML or JSON file with these sections, for \`electra-trainer pretrain --config FILE\`, or an object in code. Defaults are the official recipe's for
ELECTRA-Small.

Editors complete and check a YAML file that begins with the line

    # yaml-language-server: $schema=node_modules/@electra-ts/pretraining/schema/pretraining.schema.json

${tables(schema)}

## Fine-tuning

The keys of \`electra-trainer finetune --set\`, and of an object in code. Those of \`training\` may stand in a task file's \`training\` section too, but for \`training.mixing\`, which is for several tasks at once;
what neither says is the reference's recipe for ELECTRA-Small, as the tables have it, with other values for some kinds of task (tagging: \`maxLength\` 256; question answering: 2 epochs,
\`maxLength\` 512, \`stride\` 128, \`questionLength\` 64, \`answerLength\` 30) and some tasks (ten epochs for RTE and STS, pairs in both orders for MRPC and STS). Lengths are at most the model's. The rate is that of the reference's
code for small and base models; the paper (appendix B, table 7) has 3e-4 for small ones.

${tables(finetuning)}

## Quickstart

The keys of \`electra-trainer quickstart --set\`.

${tables(quickstart)}
`;

for (const [target, text] of [[page, content], [schemaFile, `${JSON.stringify(schema, null, 2)}\n`]]) {
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
  } else if (readFileSync(target, 'utf8') !== text) {
    console.error(`${target.pathname.split('/').slice(-2).join('/')} is not current: run \`node tools/docs/configuration.mjs\`.`);
    process.exitCode = 1;
  }
}
