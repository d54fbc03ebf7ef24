/**
 * Counts how often each byte occurs in each place of images, for the medians of images that come in blocks or are shared
 * among workers: counts of parts are added.
 *
 * @param counts - 256 per place, 0 at first; changed in place
 * @param data - images of as many places, one after the other
 * @example
 * const counts = new Uint32Array(2 * 256);
 * addByteCounts(counts, new Uint8Array([7, 1, 7, 2]));
 * [counts[7], counts[256 + 1], counts[256 + 2]]; // [2, 1, 1]
 */
export function addByteCounts(counts: Uint32Array, data: Uint8Array): void {
  const places = counts.length / 256;
  for (let at = 0; at < data.length;)
    for (let place = 0; place < places; place++, at++) counts[place * 256 + data[at]]++;
}

/**
 * The median of each place, by counts that {@link addByteCounts} made: the mean of the middle two of an even number.
 *
 * @returns NaN where nothing was counted
 * @example
 * const counts = new Uint32Array(256);
 * addByteCounts(counts, new Uint8Array([3, 200, 4, 7]));
 * mediansOfByteCounts(counts); // [5.5]
 */
export function mediansOfByteCounts(counts: Uint32Array): Float32Array {
  return Float32Array.from({ length: counts.length / 256 }, (_, place) => {
    const count = counts.subarray(place * 256, place * 256 + 256);
    const n = count.reduce((sum, times) => sum + times, 0);
    return n === 0 ? NaN : (byteOfRank(count, (n - 1) >> 1) + byteOfRank(count, n >> 1)) / 2;
  });
}

function byteOfRank(count: Uint32Array, rank: number): number {
  let byte = 0;
  for (let seen = count[0]; seen <= rank; seen += count[byte]) byte++;
  return byte;
}
