import type { Fact } from './report-data.js';

/** The engine of a run in a page's header. Runs write down the line that logs begin with, whose first word is the label here. */
export function engineFact(description: string): Fact {
  return { label: 'Engine', value: description.replace(/^engine /, '') };
}
