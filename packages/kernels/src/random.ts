/** A seeded stream of random numbers; the same seed gives the same numbers on every machine. */
export interface Random {
  /** A whole number in [0, 2³²). */
  readonly uint32: () => number;
  /** A number in [0, 1), with 53 random bits. */
  readonly uniform: () => number;
  /** A standard normal number. */
  readonly normal: () => number;
  /** A whole number in [0, n), without bias. */
  readonly integer: (n: number) => number;
}

/**
 * A {@link Random} generator: xoshiro128**, its state filled from the seed and the labels by SplitMix32.
 *
 * Labels make independent streams of one seed, so that drawing more numbers for one purpose never moves another's:
 * `random(7, 'shuffle', epoch)` and `random(7, 'noise', epoch)`.
 *
 * @param seed - a whole number in [0, 2³²)
 * @param labels - names and numbers of the purpose
 * @throws RangeError if the seed is not such a number
 * @example
 * random(0).uint32() === random(0).uint32(); // true
 * @see Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021
 */
export function random(seed: number, ...labels: (string | number)[]): Random {
  const next = xoshiro128(deriveSeed(seed, ...labels));
  const uniform = () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  return { uint32: next, uniform, normal: polarNormal(uniform), integer: (n) => boundedInteger(next, n) };
}

/**
 * A seed of its own for each purpose, from one seed and the purpose's labels.
 *
 * @returns a whole number in [0, 2³²)
 * @throws RangeError if the seed is not such a number
 * @example
 * deriveSeed(1, 'initializer') === deriveSeed(1, 'shuffle'); // false
 */
export function deriveSeed(seed: number, ...labels: (string | number)[]): number {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
    throw new RangeError(`random: seed is ${seed}; it must be a whole number from 0 to 4294967295`);
  let hash = seed >>> 0;
  for (const label of labels) for (const char of `\0${label}`) hash = mix(hash ^ (char.codePointAt(0) ?? 0));
  return hash;
}

/** One step of SplitMix32: a bijection of 32-bit numbers that spreads every bit over all. */
function mix(value: number): number {
  let z = (value + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

function xoshiro128(seed: number): () => number {
  const s = Uint32Array.from({ length: 4 }, (_, i) => mix((seed + i * 0x9e3779b9) | 0));
  return () => {
    const product = Math.imul(s[1], 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result;
  };
}

/** Marsaglia's polar method; keeps the second number of each pair. */
function polarNormal(uniform: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const square = u * u + v * v;
      if (square === 0 || square >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = v * scale;
      return u * scale;
    }
  };
}

/** Rejection keeps every residue equally likely. */
function boundedInteger(next: () => number, n: number): number {
  if (!Number.isInteger(n) || n < 1 || n > 2 ** 32)
    throw new RangeError(`integer: n is ${n}; it must be a whole number from 1 to 4294967296`);
  const limit = 2 ** 32 - (2 ** 32 % n);
  for (;;) {
    const value = next();
    if (value < limit) return value % n;
  }
}

/**
 * Shuffles an array in place (Fisher and Yates) and gives it back.
 *
 * @example
 * shuffle([1, 2, 3, 4], random(0)).length; // 4
 */
export function shuffle<T extends unknown[] | Uint32Array | Int32Array>(array: T, generator: Random): T {
  const items = array as unknown[];
  for (let i = items.length - 1; i > 0; i--) {
    const j = generator.integer(i + 1);
    [items[i], items[j]] = [items[j], items[i]];
  }
  return array;
}

/**
 * The numbers 0 to n − 1 in random order.
 *
 * @example
 * [...permutation(4, random(0))].sort(); // [0, 1, 2, 3]
 */
export function permutation(n: number, generator: Random): Uint32Array {
  return shuffle(
    Uint32Array.from({ length: n }, (_, i) => i),
    generator,
  );
}
