import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { jsonSchema } from '../../../tools/testing/json-schema.js';

const viz = join(import.meta.dirname, '../../viz');

it.each([
  ['evaluation', 'evaluation/evaluate-pair.ts', 'EvaluationRecord'],
  ['results', 'sweep/results.ts', 'SweepResults'],
])('the published schema of %s.json is that of its type', async (name, file, type) => {
  const schema = jsonSchema(join(import.meta.dirname, file), type, `urn:aelab:${name}:1`);
  const text = await format(JSON.stringify(schema), {
    ...(await resolveConfig(import.meta.filename)),
    parser: 'json',
  });
  await expect(text).toMatchFileSnapshot(join(viz, `schemas/${name}.schema.json`));
});
