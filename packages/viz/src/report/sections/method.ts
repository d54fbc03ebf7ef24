import type { Json, JsonObject } from '../../record.js';
import { backendName } from '../backend-name.js';
import { tableMarkup } from '../table-markup.js';
import { markup } from '../markup.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';

/** What one needs to repeat the run. */
export function method({ record }: ReportInput): Section {
  const { config, environment, backend, data, seed } = record;
  const checksums = Object.entries(data.checksums);
  const environmentRows = Object.entries(environment).map(([name, value]) => [name, shown(value)]);
  const body = markup`<p>
      The floors and PCA were fitted on exactly the images that the model learnt from; weights and settings
      were chosen without the test images, which were read once. Backend: ${backendName(backend)} (${backend.why}).
      Seed: ${seed}. The same config, seed and backend on the same machine give the same figures.
    </p>
    <pre tabindex="0" aria-label="Config">${lines(config)}</pre>
    ${environmentRows.length > 0 ? tableMarkup({ title: 'Environment', columns: ['Name', 'Value'], rows: environmentRows }) : undefined}
    ${checksums.length > 0 ? tableMarkup({ title: 'Checksums of the data files (SHA-256)', columns: ['File', 'SHA-256'], rows: checksums }) : undefined}`;
  return { id: 'method', title: 'How to repeat this', body };
}

function shown(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** A config as indented `key: value` lines. */
function lines(value: JsonObject, indent = ''): string {
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) =>
      isMapping(item) ? `${indent}${key}:\n${lines(item, `${indent}  `)}` : `${indent}${key}: ${shown(item)}`,
    )
    .join('\n');
}

function isMapping(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
