import { escapeText } from '../svg/escape.js';

const content = Symbol('markup');

/** Markup that is safe to put into a page. Only {@link markup} and {@link trusted} make it: JSON cannot pose as it. */
export interface Markup {
  readonly [content]: string;
}

type Value = string | number | Markup | undefined | false | readonly Value[];

/**
 * Markup with values in it: text is escaped, markup and lists of both are put in as they are, `undefined` and `false` are nothing.
 * Attribute values must stand in double quotes.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return trusted(String.raw({ raw: parts }, ...values.map(write)));
}

/** Text that already is markup, such as an SVG of this package. */
export function trusted(text: string): Markup {
  return { [content]: text };
}

export function write(value: Value): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if (content in value) return value[content];
  return value.map(write).join('');
}
