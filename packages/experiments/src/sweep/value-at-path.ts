/** A value inside nested objects, by its dotted path: `model.latentDim`. */
export function valueAtPath(object: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], object);
}

/** A copy of the object with the value at a dotted path replaced, or added. */
export function withValueAtPath(
  object: Readonly<Record<string, unknown>>,
  path: string,
  value: unknown,
): Record<string, unknown> {
  const [key, ...rest] = path.split('.');
  if (rest.length === 0) return { ...object, [key]: value };
  const inner = object[key];
  const block = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  return { ...object, [key]: withValueAtPath(block, rest.join('.'), value) };
}
