import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
}

/** What a record, as it was written, breaks of its published schema. */
export function recordViolations(kind: 'run' | 'evaluation' | 'results', json: string): string[] {
  const file = join(import.meta.dirname, `../../packages/viz/schemas/${kind}.schema.json`);
  return violations(JSON.parse(readFileSync(file, 'utf8')) as Schema, JSON.parse(json));
}

/** What a value breaks of a JSON Schema, of which it knows the keywords that `jsonSchema` writes. */
export function violations(root: Schema, value: unknown): string[] {
  return violationsAt(root, value, '', root.$defs ?? {});
}

function violationsAt(
  schema: Schema,
  value: unknown,
  path: string,
  definitions: Readonly<Record<string, Schema>>,
): string[] {
  const below = (part: Schema, item: unknown, key: string | number) =>
    violationsAt(part, item, path === '' ? String(key) : `${path}.${key}`, definitions);
  if (schema.$ref !== undefined)
    return violationsAt(definitions[schema.$ref.replace('#/$defs/', '')], value, path, definitions);
  if (schema.anyOf)
    return schema.anyOf.some((part) => violationsAt(part, value, path, definitions).length === 0)
      ? []
      : [`${path} is ${JSON.stringify(value)}, none of what it may be`];
  if (schema.const !== undefined)
    return value === schema.const
      ? []
      : [`${path} is ${JSON.stringify(value)}, not ${JSON.stringify(schema.const)}`];
  if (schema.enum)
    return schema.enum.includes(value)
      ? []
      : [`${path} is ${JSON.stringify(value)}, not one of ${schema.enum.join(', ')}`];
  if (schema.type !== typeOf(value)) return [`${path} is a ${typeOf(value)}, not a ${schema.type}`];
  if (Array.isArray(value)) {
    const missing = value.length < (schema.minItems ?? 0) ? [`${path} has ${value.length} items`] : [];
    return [
      ...missing,
      ...value.flatMap((item, i) => below(schema.prefixItems?.[i] ?? schema.items ?? {}, item, i)),
    ];
  }
  if (schema.type !== 'object') return [];
  const object = value as Readonly<Record<string, unknown>>;
  const missing = (schema.required ?? []).filter((key) => !(key in object)).map((key) => `${key} is missing`);
  return [
    ...missing,
    ...Object.entries(object).flatMap(([key, item]) => {
      const part = schema.properties?.[key] ?? schema.additionalProperties;
      return part ? below(part, item, key) : [];
    }),
  ];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
