import type { Figure } from '../record.js';

/** A figure as a chart takes it: what is not finite has no place on an axis. */
export function finite(figure: Figure): number | null {
  const value = Number(figure);
  return Number.isFinite(value) ? value : null;
}

/** Least first; what is not finite comes last. */
export function byFigure(a: Figure, b: Figure): number {
  const [x, y] = [finite(a) ?? Infinity, finite(b) ?? Infinity];
  return x === y ? 0 : x - y;
}
