import { AelFormatError } from '../format/ael-format-error.js';

/** Frequencies of a table add up to 2^PRECISION. */
export const PRECISION = 12;
export const TOTAL = 1 << PRECISION;

/** The state stays in [LOWEST, LOWEST · 2¹⁶), so that every step is exact in 32-bit signed integers. */
const LOWEST = 1 << 15;

/** What the encoder needs of a table: of each symbol its frequency, and the sum of those before it. */
export interface SymbolFrequencies {
  readonly frequencies: Uint16Array;
  readonly starts: Uint16Array;
}

/**
 * Encodes runs of symbols, each run under one table; all backwards: the last run first, the last symbol of a run first,
 * so that the decoder reads forwards.
 */
export interface RansEncoder {
  readonly push: (symbols: Uint8Array, table: SymbolFrequencies) => void;
  /** The state, 4 bytes, and the words, 2 bytes each, in the order of reading; little-endian. */
  readonly finish: () => Uint8Array<ArrayBuffer>;
}

/**
 * A range asymmetric numeral system of one 31-bit state that is emptied 16 bits at a time.
 *
 * One state is enough in JavaScript: it loses 5·10⁻⁶ of the ideal length, runs at some 170 million symbols a second and
 * core, and costs a block 4 bytes where interleaved states would cost it 4 each.
 *
 * @param capacity - the most symbols that will be pushed
 * @see Duda, "Asymmetric numeral systems", 2013
 */
export function ransEncoder(capacity: number): RansEncoder {
  const words = new Uint16Array(capacity);
  let first = capacity;
  let state = LOWEST;
  return {
    push: (symbols, { frequencies, starts }) => {
      let x = state;
      for (let i = symbols.length - 1; i >= 0; i--) {
        const symbol = symbols[i];
        const frequency = frequencies[symbol];
        if (x >>> (31 - PRECISION) >= frequency) {
          words[--first] = x;
          x >>>= 16;
        }
        const quotient = (x / frequency) | 0;
        x = (quotient << PRECISION) + (x - Math.imul(quotient, frequency)) + starts[symbol];
      }
      state = x;
    },
    finish: () => {
      const view = new DataView(new ArrayBuffer(4 + 2 * (capacity - first)));
      view.setUint32(0, state, true);
      for (let i = first; i < capacity; i++) view.setUint16(4 + 2 * (i - first), words[i], true);
      return new Uint8Array(view.buffer);
    },
  };
}

/** What the decoder needs of a table: for each value of the state's low bits the symbol, and the step that it takes. */
export interface SymbolSlots {
  readonly symbols: Uint8Array;
  /** frequency · 2¹⁶ + (slot − start of the symbol) */
  readonly steps: Int32Array;
}

export function symbolSlots({ frequencies, starts }: SymbolFrequencies): SymbolSlots {
  const symbols = new Uint8Array(TOTAL);
  const steps = new Int32Array(TOTAL);
  frequencies.forEach((frequency, symbol) => {
    for (let offset = 0; offset < frequency; offset++) {
      symbols[starts[symbol] + offset] = symbol;
      steps[starts[symbol] + offset] = (frequency << 16) | offset;
    }
  });
  return { symbols, steps };
}

export interface RansDecoder {
  /** The next run of so many symbols. */
  readonly pull: (count: number, slots: SymbolSlots) => Uint8Array;
  /** Bytes read so far, past the end where the bytes are no whole stream. */
  readonly consumed: () => number;
  /** Whether the state is back where the encoder began: so after the last symbol of an undamaged stream. */
  readonly finished: () => boolean;
}

/** @throws AelFormatError if the bytes do not begin with a state */
export function ransDecoder(bytes: Uint8Array): RansDecoder {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let state = initialState(view);
  const words = new Uint16Array((bytes.length - 4) >>> 1);
  for (let i = 0; i < words.length; i++) words[i] = view.getUint16(4 + 2 * i, true);
  let next = 0;
  return {
    pull: (count, slots) => {
      const symbols = new Uint8Array(count);
      let x = state;
      let read = next;
      for (let i = 0; i < count; i++) {
        const slot = x & (TOTAL - 1);
        const step = slots.steps[slot];
        symbols[i] = slots.symbols[slot];
        x = Math.imul(step >>> 16, x >>> PRECISION) + (step & 0xffff);
        // Past the last word this reads `undefined`, which `|` takes for 0; `consumed` tells.
        if (x < LOWEST) x = (x << 16) | words[read++];
      }
      state = x;
      next = read;
      return symbols;
    },
    consumed: () => 4 + 2 * next,
    finished: () => state === LOWEST,
  };
}

function initialState(view: DataView): number {
  const state = view.byteLength < 4 ? 0 : view.getUint32(0, true);
  if (state < LOWEST || state >= 2 ** 31)
    throw new AelFormatError(`block: its rANS state is ${state}; it must be 2^15 or more and below 2^31`);
  return state;
}
