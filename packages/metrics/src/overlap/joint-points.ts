import { dimensionsOf } from '../points.js';
import type { Points } from '../points.js';

/**
 * The points of two sets as one, the first set first.
 *
 * @throws RangeError if they have different dimensions, or are images with different ranges
 */
export function jointPoints(caller: string, a: Points, b: Points): Points {
  const d = dimensionsOf(a);
  if (dimensionsOf(b) !== d)
    throw new RangeError(
      `${caller}: points have ${d} and ${dimensionsOf(b)} coordinates; both sets need the same`,
    );
  if (rangeOf(a) !== rangeOf(b))
    throw new RangeError(
      `${caller}: the range is ${rangeOf(a)} in one set and ${rangeOf(b)} in the other; both must declare the same (see toUnitRange)`,
    );
  const isFloat64 = a.data instanceof Float64Array || b.data instanceof Float64Array;
  const data = new (isFloat64 ? Float64Array : Float32Array)(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { data, shape: [a.shape[0] + b.shape[0], d] };
}

function rangeOf(points: Points & { readonly range?: readonly number[] }): string {
  return points.range ? `[${points.range.join(',')}]` : 'not declared';
}
