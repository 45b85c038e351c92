import { renderReport } from './render-report.js';
import type { ReportData } from './report-data.js';

describe('ReportData', () => {
  it('asks for no more than a title, a lead and a configuration; lists may be empty', () => {
    const smallest: ReportData = {
      title: 'Nothing yet',
      lead: 'A run that has only begun.',
      facts: [],
      verdicts: [],
      charts: [],
      examples: [],
      configuration: {},
    };
    const page = renderReport(smallest);
    expect(page).toContain('<title>Nothing yet</title>');
    expect(page).toContain('0 settings');
  });
});
