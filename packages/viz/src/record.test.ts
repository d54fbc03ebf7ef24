import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { jsonSchema } from '../../../tools/testing/json-schema.js';
import { violations } from '../../../tools/testing/violations.js';
import schema from '../schemas/run.schema.json' with { type: 'json' };
import { recordJson } from './record.js';
import { fullRecord, mnistRecord } from './testing/records.js';

describe('recordJson', () => {
  it('carries numbers that are not finite as strings, at any depth', () => {
    expect(JSON.parse(recordJson({ a: [NaN, { b: -Infinity }], c: 'NaN', d: 1 }))).toEqual({
      a: ['NaN', { b: '-Infinity' }],
      c: 'NaN',
      d: 1,
    });
  });
});

describe('schemas/run.schema.json', () => {
  it('is that of the type RunRecord', async () => {
    const generated = jsonSchema(join(import.meta.dirname, 'record.ts'), 'RunRecord', 'urn:aelab:run:1');
    const text = await format(JSON.stringify(generated), {
      ...(await resolveConfig(import.meta.filename)),
      parser: 'json',
    });
    await expect(text).toMatchFileSnapshot('../schemas/run.schema.json');
  });

  it('accepts records as they are written', () => {
    for (const record of [
      mnistRecord,
      fullRecord,
      { ...mnistRecord, test: { ...mnistRecord.test, psnr: NaN } },
    ])
      expect(violations(schema, JSON.parse(recordJson(record)))).toEqual([]);
  });

  it('refuses what is missing, of another type or of another version', () => {
    const seedless = Object.fromEntries(Object.entries(mnistRecord).filter(([key]) => key !== 'seed'));
    expect(violations(schema, seedless)).toEqual(['seed is missing']);
    expect(violations(schema, { ...mnistRecord, schemaVersion: 2 })).toEqual(['schemaVersion is 2, not 1']);
    expect(violations(schema, { ...mnistRecord, test: { ...mnistRecord.test, mse: 'low' } })).toHaveLength(1);
  });
});
