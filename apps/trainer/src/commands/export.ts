import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assertReplaceable, writeFolderAtomically } from '@electra-ts/checkpoint';
import { interruptible, userPath } from '@electra-ts/cli';
import { createRuntime } from '@electra-ts/engine';
import { finetunedFolder } from '@electra-ts/tasks';
import { Tokenizer } from '@electra-ts/tokenizer';
import { type ModelRole, resolveModelFolder } from '@electra-ts/training';
import { printJson } from '../io/print-json.js';
import { refuseTakenFolder } from '../io/refuse-taken-folder.js';
import { StageProgress } from '../progress/stage-progress.js';
import { exportedModel } from '../stages/exported-model.js';

/** What the user typed. */
export interface ExportCommandOptions {
  readonly model: string;
  readonly out: string;
  /** Which of a run's two networks. */
  readonly network: ModelRole;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** Where other programs, such as transformers.js, look for it in a model's folder. */
const file = join('onnx', 'model.onnx');

/** `electra-trainer export`: a model as an ONNX file, with its configuration and its tokenizer beside it. */
export async function exportModel(options: ExportCommandOptions): Promise<void> {
  const out = userPath(options.out);
  refuseTakenFolder({ out, shown: options.out, force: options.force, file, holds: file, replaced: 'the export' });
  await assertReplaceable(out);
  const progress = new StageProgress({ title: 'export', quiet: options.quiet });
  const warn = (message: string) => progress.note(message);
  const folder = await resolveModelFolder(await finetunedFolder(userPath(options.model), warn, { verifies: false }), options.network, warn);
  const exported = await interruptible(async () => {
    const tokenizer = await Tokenizer.fromPretrained(folder);
    // Parameters are made on the backend that an engine brings; recording computes nothing.
    const { runtime } = await createRuntime({ engine: 'cpu' });
    try {
      const model = await exportedModel(folder);
      await writeFolderAtomically(out, async (temporary) => {
        await tokenizer.save(temporary, { modelMaxLength: model.positions });
        await copyFile(join(folder, 'config.json'), join(temporary, 'config.json'));
        await mkdir(dirname(join(temporary, file)));
        await writeFile(join(temporary, file), model.content);
      });
      return model;
    } finally {
      await runtime.dispose();
    }
  }, 'Stopped; nothing was written.');
  const { architecture, content, inputs, outputs } = exported;
  progress.done(`${join(options.out, file)}: ${architecture}, ${(content.byteLength / 1e6).toFixed(1)} MB, from ${inputs.join(', ')} to ${outputs.join(', ')}`);
  if (options.json) await printJson({ out, file, architecture, bytes: content.byteLength, inputs, outputs });
}
