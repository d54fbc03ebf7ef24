// Squared Euclidean distances of every query to every point. Differences are squared directly: |a|² + |b|² − 2ab would
// be a matrix product, but cancels where points are close, which is where a nearest neighbour is.
import { interleave4 } from './pack';
import { Pointer, floats, least } from './simd';
import { distanceTile, storeTile, tileBytes, tileColumns, tileRows } from './tiles';

/** Bytes to work in: the points in panels of 8, one panel of 4 queries, a tile. */
export function distancesScratch(points: i32, columns: i32): i32 {
  return 4 * columns * (((points + tileColumns - 1) & -tileColumns) + tileRows) + tileBytes;
}

/** `out[queries × points]`, in f32. */
export function squaredDistances(
  queries: Pointer,
  queryCount: i32,
  points: Pointer,
  pointCount: i32,
  columns: i32,
  out: Pointer,
  scratch: Pointer,
): void {
  const tile = scratch,
    fourQueries = tile + tileBytes,
    panels = fourQueries + floats(tileRows * columns);
  for (let j = 0; j < pointCount; j += 4)
    packFour(panels + floats((j & -tileColumns) * columns + (j & 4)), 32, points, j, pointCount, columns);
  for (let i = 0; i < queryCount; i += tileRows) {
    packFour(fourQueries, 16, queries, i, queryCount, columns);
    for (let j = 0; j < pointCount; j += tileColumns) {
      distanceTile(fourQueries, panels + floats(j * columns), columns, tile);
      storeTile(
        tile,
        out + floats(i * pointCount + j),
        floats(pointCount),
        queryCount - i,
        pointCount - j,
        false,
      );
    }
  }
}

/** Four rows from `first` on, side by side per column, the last row again where there are fewer. */
function packFour(panel: Pointer, step: usize, rows: Pointer, first: i32, count: i32, columns: i32): void {
  const row = rows + floats(first * columns);
  const down = floats(columns);
  if (first + 4 <= count) interleave4(panel, step, row, row + down, row + 2 * down, row + 3 * down, columns);
  else
    for (let c = 0; c < columns; c++, panel += step)
      for (let r = 0; r < 4; r++)
        store<f32>(panel + (r << 2), load<f32>(row + floats(least(r, count - first - 1) * columns + c)));
}
