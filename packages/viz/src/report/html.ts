import { escapeText } from '../svg/escape.js';

const markup = Symbol('markup');

/** Markup that is safe to put into a page. Only {@link html} and {@link trusted} make it: JSON cannot pose as it. */
export interface Html {
  readonly [markup]: string;
}

type Content = string | number | Html | undefined | readonly Content[];

/**
 * Markup with values in it: text is escaped, markup and lists of both are put in as they are, `undefined` is nothing.
 * Attribute values must stand in double quotes.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return trusted(String.raw({ raw: parts }, ...values.map(write)));
}

/** Text that already is markup, such as an SVG of this package. */
export function trusted(text: string): Html {
  return { [markup]: text };
}

export function write(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return escapeText(content);
  if (typeof content === 'number') return String(content);
  if (markup in content) return content[markup];
  return content.map(write).join('');
}
