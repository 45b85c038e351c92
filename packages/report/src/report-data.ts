/** A labeled value of the page's header, already in words. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Something the run was expected to show, and what it showed. */
export interface Verdict {
  /** The expectation, as a sentence. */
  readonly claim: string;
  readonly holds: boolean;
  /** The numbers as they are: what was measured, and what it is compared with. */
  readonly measured: string;
}

/** One curve of a chart. Points are in order of `step`; values that are not finite leave a gap, and at the end the chart says so. */
export interface Series {
  readonly name: string;
  /** `step` is the place along the horizontal axis, whatever the chart has there. */
  readonly points: readonly { readonly step: number; readonly value: number }[];
}

/** Curves over the same steps. */
export interface Chart {
  readonly title: string;
  /** What the horizontal axis counts; steps when absent. */
  readonly along?: string;
  /** What the vertical axis counts, with its unit. */
  readonly unit: string;
  /** One sentence under the chart: how to read it. */
  readonly note?: string;
  /** Whether the vertical axis begins at 0, for counts and rates whose size matters. */
  readonly fromZero?: boolean;
  readonly series: readonly Series[];
  /** Values to compare with, drawn as horizontal lines. */
  readonly references?: readonly { readonly name: string; readonly value: number }[];
}

/** A token the discriminator judged. */
export interface DoubtToken {
  /** The characters as they stand in the text, without word-piece marks. */
  readonly text: string;
  /** Whether a space precedes the token. */
  readonly startsWord: boolean;
  /** The discriminator's probability, 0…1, that this token was replaced. */
  readonly probability: number;
  /** Set where the token really was replaced: what stood there. */
  readonly original?: string;
}

/** A held-out sentence with words replaced, token by token. */
export interface DoubtExample {
  /** Who replaced the words. */
  readonly replacedBy: 'generator' | 'hand';
  readonly tokens: readonly DoubtToken[];
}

/** One line of the fine-tuning table. */
export interface FineTuningRow {
  readonly name: string;
  /** Metric name -> value; every row has the same names. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly seconds?: number;
  /** The first metric's value for each seed, of which `metrics` has the median run's. */
  readonly seeds?: readonly number[];
}

/** The same task learned from different beginnings, at equal steps. */
export interface FineTuning {
  readonly task: string;
  readonly trainExamples: number;
  readonly testExamples: number;
  readonly steps: number;
  /** What else a reader has to know. */
  readonly note?: string;
  readonly rows: readonly FineTuningRow[];
  readonly chart?: Chart;
}

/** What the run cost. */
export interface Cost {
  /** Seconds by stage, in order; `reused` marks one that an earlier run had finished. */
  readonly stages: readonly { readonly name: string; readonly seconds: number; readonly reused?: boolean }[];
  /** Tokens read in pre-training, padding included. */
  readonly tokens: number;
  /** Floating-point operations of pre-training's matrix products. */
  readonly flops: number;
}

/** Words and numbers in rows. */
export interface Table {
  readonly title: string;
  /** The first column names the rows. */
  readonly columns: readonly string[];
  /** As many cells a row as there are columns. */
  readonly rows: readonly (readonly string[])[];
  readonly note?: string;
}

/** How often each label of the rows met each label of the columns. */
export interface Matrix {
  readonly title: string;
  /** What the rows' labels are, and the columns'. */
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly labels: readonly string[];
  /** [row][column] */
  readonly counts: readonly (readonly number[])[];
  readonly note?: string;
}

/** A text to be read, with what is said about it. */
export interface Excerpt {
  /** Parts of the text by name; a single one is shown without its name. */
  readonly text: readonly Fact[];
  readonly facts: readonly Fact[];
}

/** One part of a section. */
export type SectionPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'charts'; readonly charts: readonly Chart[] }
  | { readonly type: 'table'; readonly table: Table }
  | { readonly type: 'matrix'; readonly matrix: Matrix }
  | { readonly type: 'excerpts'; readonly title: string; readonly excerpts: readonly Excerpt[] };

/** A part of the page with a heading of its own. */
export interface Section {
  /** Of the heading, unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly parts: readonly SectionPart[];
}

/** Everything a report page shows. All text is escaped, none is taken for markup. */
export interface ReportData {
  readonly title: string;
  /** One or two sentences below the title. */
  readonly lead: string;
  readonly facts: readonly Fact[];
  readonly verdicts: readonly Verdict[];
  /** Losses, metrics and throughput, in the order they are shown. */
  readonly charts: readonly Chart[];
  /** Whatever else there is to show, after the curves. */
  readonly sections?: readonly Section[];
  readonly examples: readonly DoubtExample[];
  readonly fineTuning?: FineTuning;
  readonly cost?: Cost;
  /** The run's configuration: sections, keys and values, nested as in its file. */
  readonly configuration: Readonly<Record<string, unknown>>;
}
