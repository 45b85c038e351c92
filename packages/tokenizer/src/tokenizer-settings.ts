import type { SpecialTokenSettings } from './special-tokens.js';

/** What a `tokenizer.json` says about its special tokens. */
export interface TokenizerSettings {
  /** Tokens by role under the names that `tokenizer_config.json` would give them (`cls_token`, …). */
  readonly declared: SpecialTokenSettings;
  /** Ids of the tokens that are marked as special. */
  readonly specialIds: ReadonlySet<number>;
}

interface TokenizerDocument {
  readonly added_tokens?: readonly { readonly id: number; readonly special?: boolean }[];
  readonly padding?: { readonly pad_token?: string } | null;
  readonly post_processor?: PostProcessor | null;
  readonly model: {
    readonly unk_token?: string | null;
    /** Unigram numbers its unknown token and lists its vocabulary: tokens with their scores. */
    readonly unk_id?: number | null;
    readonly vocab?: Readonly<Record<string, number>> | readonly (readonly [string, number])[];
  };
}

/** The kinds of tokenizers/src/processors (Hugging Face) that put tokens around a text. */
interface PostProcessor {
  readonly type: string;
  /** Of `Sequence`. */
  readonly processors?: readonly PostProcessor[];
  /** Of `BertProcessing` and `RobertaProcessing`. */
  readonly cls?: readonly [string, number];
  readonly sep?: readonly [string, number];
  /** Of `TemplateProcessing`. */
  readonly single?: readonly TemplatePiece[];
}

interface TemplatePiece {
  readonly SpecialToken?: { readonly id: string };
  readonly Sequence?: unknown;
}

/**
 * Reads the special tokens out of a `tokenizer.json`: what its post-processor puts before and after a text, its unknown
 * token and the one that it pads with.
 *
 * @param json text that the library could read
 */
export function tokenizerSettings(json: string): TokenizerSettings {
  const { added_tokens: added = [], padding, post_processor, model } = JSON.parse(json) as TokenizerDocument;
  const declared = {
    ...around(post_processor ?? undefined),
    unk_token: model.unk_token ?? unigramUnknown(model) ?? undefined,
    pad_token: padding?.pad_token,
  };
  return { declared, specialIds: new Set(added.filter(({ special }) => special).map(({ id }) => id)) };
}

function around(processor: PostProcessor | undefined): { cls_token?: string; sep_token?: string } {
  switch (processor?.type) {
    case 'Sequence':
      return Object.assign({}, ...(processor.processors ?? []).map(around));
    case 'BertProcessing':
    case 'RobertaProcessing':
      return { cls_token: processor.cls?.[0], sep_token: processor.sep?.[0] };
    case 'TemplateProcessing': {
      const pieces = processor.single ?? [];
      const text = pieces.findIndex(({ Sequence }) => Sequence !== undefined);
      const special = (part: readonly TemplatePiece[]) => part.map((piece) => piece.SpecialToken?.id);
      return { cls_token: special(pieces.slice(0, text))[0], sep_token: special(pieces.slice(text + 1)).at(-1) };
    }
    default:
      return {};
  }
}

function unigramUnknown({ unk_id, vocab }: TokenizerDocument['model']): string | undefined {
  return typeof unk_id === 'number' && Array.isArray(vocab) ? vocab[unk_id]?.[0] : undefined;
}
