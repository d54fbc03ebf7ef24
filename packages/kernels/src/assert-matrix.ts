/** @throws RangeError unless `data` can be a matrix of that shape */
export function assertMatrix(
  caller: string,
  name: string,
  data: ArrayLike<number>,
  rows: number,
  columns: number,
): void {
  if (!Number.isInteger(rows) || rows < 0 || !Number.isInteger(columns) || columns < 0)
    throw new RangeError(
      `${caller}: ${name} has shape [${rows},${columns}]; both must be whole numbers from 0`,
    );
  if (data.length !== rows * columns)
    throw new RangeError(
      `${caller}: ${name} has ${data.length} values; shape [${rows},${columns}] needs ${rows * columns}`,
    );
}
