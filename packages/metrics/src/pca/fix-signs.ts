/** scikit-learn's sign rule: the entry of largest magnitude of each row becomes positive. */
export function fixSigns(rows: Float64Array, d: number): void {
  for (let start = 0; start < rows.length; start += d) {
    const row = rows.subarray(start, start + d);
    const largest = row.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    if (largest < 0) for (let j = 0; j < d; j++) row[j] = -row[j];
  }
}
