/* B batch, C choices, T tokens. */
import { type ExportedFunction, type NamedInput, exportOnnx } from '@electra-ts/compiler';
import { UserError } from '@electra-ts/config';
import {
  ElectraForMultipleChoice,
  ElectraForPreTraining,
  ElectraForQuestionAnswering,
  ElectraForSequenceClassification,
  ElectraForTokenClassification,
  ElectraModel,
  sequenceArchitectures,
} from '@electra-ts/discriminator';
import { ElectraForMaskedLM, TWO_TOWERS } from '@electra-ts/generator';
import { architectureOf, type ModelInputs, type PretrainedModel } from '@electra-ts/nn';
import { cast, type Tensor, type Tensor2D, type Tensor3D } from '@tensorflow/tfjs-core';

/** A model as an ONNX file. */
export interface ExportedModel {
  /** Its class in transformers. */
  readonly architecture: string;
  readonly content: Uint8Array;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The tokens that its longest text may have. */
  readonly positions: number;
}

interface Exporter {
  load(folder: string): Promise<PretrainedModel>;
  readonly shape: NamedInput['shape'];
  readonly outputs: readonly string[];
  /** Results by the names that transformers gives them. */
  run(model: PretrainedModel, inputs: TextInputs): Record<string, Tensor>;
}

/** What every file reads, by the names of transformers: int32 as tfjs has it, int64 in the file. */
const inputNames = ['input_ids', 'attention_mask', 'token_type_ids'] as const;
type TextInputs = Readonly<Record<(typeof inputNames)[number], Tensor>>;

const text = { shape: ['batch', 'sequence'] } as const;

function modelInputs({ input_ids, attention_mask, token_type_ids }: TextInputs): ModelInputs {
  return { ids_BT: input_ids as Tensor2D, attentionMask_BT: cast(attention_mask as Tensor2D, 'float32'), types_BT: token_type_ids as Tensor2D };
}

/** A class whose `logits` are all that it has to say. */
function exporter<Model extends PretrainedModel & { logits(inputs: ModelInputs, random: null): Tensor }>(of: { fromPretrained(folder: string): Promise<Model> }): Exporter {
  return { ...text, outputs: ['logits'], load: (folder) => of.fromPretrained(folder), run: (model, inputs) => ({ logits: (model as Model).logits(modelInputs(inputs), null) }) };
}

const sequence = exporter(ElectraForSequenceClassification);

const exporters: Readonly<Record<string, Exporter>> = {
  ElectraForPreTraining: exporter(ElectraForPreTraining),
  ElectraForMaskedLM: exporter(ElectraForMaskedLM),
  ...Object.fromEntries(Object.values(sequenceArchitectures).map((architecture) => [architecture, sequence])),
  ElectraForTokenClassification: exporter(ElectraForTokenClassification),
  ElectraForQuestionAnswering: {
    ...text,
    outputs: ['start_logits', 'end_logits'],
    load: (folder) => ElectraForQuestionAnswering.fromPretrained(folder),
    run(model, inputs) {
      const { start_BT, end_BT } = (model as ElectraForQuestionAnswering).logits(modelInputs(inputs), null);
      return { start_logits: start_BT, end_logits: end_BT };
    },
  },
  ElectraForMultipleChoice: {
    shape: ['batch', 'choices', 'sequence'],
    outputs: ['logits'],
    load: (folder) => ElectraForMultipleChoice.fromPretrained(folder),
    run(model, { input_ids, attention_mask, token_type_ids }) {
      const inputs = { ids_BCT: input_ids as Tensor3D, attentionMask_BCT: cast(attention_mask as Tensor3D, 'float32'), types_BCT: token_type_ids as Tensor3D };
      return { logits: (model as ElectraForMultipleChoice).logits(inputs, null) };
    },
  },
  ElectraModel: {
    ...text,
    outputs: ['last_hidden_state'],
    load: (folder) => ElectraModel.fromPretrained(folder),
    run: (model, inputs) => ({ last_hidden_state: (model as ElectraModel).hiddenStates(modelInputs(inputs), null) }),
  },
};

/** Classes of ours that are no single function of a text. */
const several = ['ElectraForConditionedQuestionAnswering', TWO_TOWERS];

/**
 * The model of a folder as an ONNX file, with the inputs and results that its class has in transformers, for any batch and any length that it has positions for.
 *
 * @throws UserError where it is of a class that has no such file
 */
export async function exportedModel(folder: string): Promise<ExportedModel> {
  const architecture = (await architectureOf(folder)) ?? 'none';
  const known = exporters[architecture];
  if (known === undefined) {
    throw new UserError({
      what: `${folder} cannot be exported`,
      expected: `one of ${Object.keys(exporters).join(', ')}`,
      received: architecture,
      ...(several.includes(architecture) && { remedy: 'Its answers take more than one pass through a network, which a file cannot hold. electra-evaluator serve answers over HTTP.' }),
    });
  }
  const model = await known.load(folder);
  try {
    const { shape, outputs } = known;
    const inputs = Object.fromEntries(inputNames.map((name) => [name, { shape, dtype: 'int32' } as const]));
    const run: ExportedFunction = (given) => known.run(model, given as TextInputs);
    const content = exportOnnx(run, { name: architecture, variables: model.parameters, inputs });
    return { architecture, content, inputs: inputNames, outputs, positions: model.config.maxPositionEmbeddings };
  } finally {
    model.dispose();
  }
}
