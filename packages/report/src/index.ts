export { formatDuration, formatMetric, formatQuantity } from './format.js';
export { renderReport } from './render-report.js';
export type {
  Chart,
  Cost,
  DoubtExample,
  DoubtToken,
  Fact,
  FineTuning,
  FineTuningRow,
  ReportData,
  Series,
  Verdict,
} from './report-data.js';
