import { colours } from '../svg/palette.js';
import type { ChartLayer } from '../svg/render-svg.js';

/** A line across a chart for the reader to compare with, and its name. */
export interface ReferenceLine {
  readonly at: 'x' | 'y';
  readonly value: number;
  readonly text: string;
  /** How far below the top the name of a vertical line stands, in pixels. */
  readonly below?: number;
  /** Whether the name of a horizontal line stands above it, as it must where the line may lie on the axis. */
  readonly above?: boolean;
}

/** The layers that draw it. They have data of their own: without, each would be drawn once for every point. */
export function referenceLine({ at, value, text, below = 0, above = false }: ReferenceLine): ChartLayer[] {
  const data = { values: [{}] };
  const encoding = { [at]: { datum: value } };
  const label = { type: 'text', text, color: colours.ink, aria: false } as const;
  return [
    { data, mark: { type: 'rule', color: colours.ink, strokeDash: [2, 3], aria: false }, encoding },
    at === 'x'
      ? { data, mark: { ...label, align: 'left', baseline: 'top', dx: 4, y: below }, encoding }
      : { data, mark: { ...label, align: 'right', dy: above ? -8 : 10, x: 'width' }, encoding },
  ];
}
