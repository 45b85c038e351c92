import { html, type Html } from './html.js';

function isSection(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nested sections as the dotted keys that `--set` takes; a list stays one value. */
export function flattenConfiguration(section: Readonly<Record<string, unknown>>, prefix = ''): [key: string, value: string][] {
  return Object.entries(section).flatMap(([name, value]): [string, string][] => {
    const key = prefix + name;
    if (isSection(value)) {
      return flattenConfiguration(value, `${key}.`);
    }
    return value === undefined ? [] : [[key, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
}

/** The configuration as a table that opens on demand. */
export function renderConfiguration(configuration: Readonly<Record<string, unknown>>): Html {
  const rows = flattenConfiguration(configuration);
  return html`<section aria-labelledby="configuration">
    <h2 id="configuration">Configuration</h2>
    <details class="card"><summary>${rows.length} settings</summary>
      <div class="scroll"><table class="settings"><thead><tr><th scope="col">key</th><th scope="col">value</th></tr></thead>
        <tbody>${rows.map(([key, value]) => html`<tr><th scope="row"><code>${key}</code></th><td><code>${value}</code></td></tr>`)}</tbody>
      </table></div>
    </details>
  </section>`;
}
