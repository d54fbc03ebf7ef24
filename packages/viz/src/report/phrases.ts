import { formatFigure } from '../format-figure.js';
import type { RunRecord } from '../record.js';

/** "1 epoch", "60,000 images". */
export function plural(n: number, noun: string): string {
  return `${formatFigure(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** "93 %", "0.4 %", "99.6 %"; all and none are "100 %" and "0 %". */
export function percent(share: number): string {
  const value = 100 * share;
  const isWhole = Number.isInteger(value) || (value >= 1 && value < 99.5);
  return `${value.toFixed(isWhole ? 0 : 1)}\u00a0%`;
}

/** "41 s", "3 min 5 s", "2 h 12 min". */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown time';
  if (seconds < 60) return `${formatFigure(seconds, 2)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A text that a config states: `configText(config, 'training', 'loss')` is "mse". */
export function configText(config: RunRecord['config'], block: string, key: string): string | undefined {
  const stated = config[block];
  const value =
    typeof stated === 'object' && stated !== null && key in stated ? stated[key as never] : undefined;
  return typeof value === 'string' ? value : undefined;
}
