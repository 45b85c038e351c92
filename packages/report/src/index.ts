export { engineFact } from './engine-fact.js';
export { formatMetric, formatQuantity } from './format.js';
export { renderReport } from './render-report.js';
export type {
  Chart,
  Cost,
  DoubtExample,
  DoubtToken,
  Excerpt,
  Fact,
  FineTuning,
  FineTuningRow,
  Matrix,
  ReportData,
  Section,
  SectionPart,
  Series,
  Table,
  Verdict,
} from './report-data.js';
