import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AelFormatError } from '../format/ael-format-error.js';
import { crc32c } from '../format/crc32c.js';
import { product } from '../format/header.js';
import { meanSquare } from '../quantise/sensitivities.js';
import { harmed, harms } from '../testing/hostile.js';
import { noise } from '../testing/noise.js';
import { activate, activationTable, interpolated } from './activation.js';
import type { Activation } from './activation.js';
import type { ConvolutionLayer, DecoderLayer, DenseLayer } from './decoder-layer.js';
import { readIntegerDecoder, writeIntegerDecoder } from './decoder-file.js';
import { exportIntegerDecoder } from './export-integer-decoder.js';
import { decodeFloat } from './float-decoder.js';
import { decodeInteger } from './integer-decoder.js';
import type { IntegerDecoder, IntegerSums } from './integer-decoder.js';

function dense(inputs: number, units: number, activation: Activation, seed: number): DenseLayer {
  const weights = noise(inputs * units, seed).map((w) => (w * 2.5) / Math.sqrt(inputs));
  return { kind: 'dense', weights, bias: noise(units, seed + 1).map((b) => b / 2), activation };
}

function conv(
  kind: ConvolutionLayer['kind'],
  channels: number,
  filters: number,
  stride: number,
  activation: Activation,
  seed: number,
): ConvolutionLayer {
  const weights = noise(9 * channels * filters, seed).map((w) => w / Math.sqrt(2 * channels));
  const common = { kernelSize: [3, 3], strides: [stride, stride], padding: 'same' } as const;
  return { kind, weights, bias: noise(filters, seed + 1).map((b) => b / 4), ...common, activation };
}

const decoders: Record<
  string,
  { layers: DecoderLayer[]; latentSize: number; imageShape: [number, number, number] }
> = {
  dense: {
    latentSize: 16,
    imageShape: [12, 12, 1],
    layers: [dense(16, 48, 'relu', 1), dense(48, 64, 'swish', 2), dense(64, 144, 'sigmoid', 3)],
  },
  convolutional: {
    latentSize: 10,
    imageShape: [12, 12, 3],
    layers: [
      dense(10, 3 * 3 * 8, 'elu', 4),
      { kind: 'reshape', shape: [3, 3, 8] },
      conv('conv2dTranspose', 8, 6, 2, 'relu', 5),
      { kind: 'upsample', factors: [2, 2] },
      conv('conv2d', 6, 6, 1, 'tanh', 6),
      conv('conv2d', 6, 3, 1, 'sigmoid', 7),
    ],
  },
};

const images = 60;

function exported(name: string, weightBits: 8 | 16) {
  const { layers, latentSize, imageShape } = decoders[name];
  const latents = noise(images * latentSize, 9).map((z) => Math.round(3 * z));
  const calibration = noise(images * latentSize, 10).map((z) => 3 * z);
  const options = { layers, latentShape: [latentSize], imageShape, range: [0, 1], weightBits } as const;
  const decoder = exportIntegerDecoder({ ...options, calibration });
  const float = decodeFloat(layers, [latentSize], latents);
  return { decoder, latents, float, pixels: decodeInteger(decoder, latents) };
}

describe('decodeFloat', () => {
  interface Golden {
    layer: DenseLayer | ConvolutionLayer;
    input: { shape: number[]; values: number[] };
    output: { shape: number[]; values: number[] };
  }
  const golden = JSON.parse(
    readFileSync(new URL('./layers.golden.json', import.meta.url), 'utf8'),
  ) as Golden[];

  it.each(golden.map((g) => [JSON.stringify({ ...g.layer, weights: 0, bias: 0 }), g] as const))(
    'agrees with TensorFlow.js 4.22: %s',
    (_, { layer, input, output }) => {
      const bias = Float32Array.from(layer.bias);
      const found = decodeFloat(
        [{ ...layer, weights: Float32Array.from(layer.weights), bias }],
        input.shape,
        Float32Array.from(input.values),
      );
      expect(found.length).toBe(product(output.shape));
      found.forEach((value, i) => expect(value).toBeCloseTo(output.values[i], 4));
    },
  );

  it('names the layer that does not fit', () => {
    const one = new Float32Array(1);
    const message =
      (layers: DecoderLayer[], shape = [4]) =>
      () =>
        decodeFloat(layers, shape, new Float32Array(4));
    expect(message([dense(4, 3, 'relu', 1), dense(4, 3, 'relu', 1)])).toThrow(
      'layer 1 (dense): 12 weights, and the shapes around it need 9',
    );
    expect(message([conv('conv2d', 1, 1, 1, 'relu', 1)])).toThrow(
      'layer 0 (conv2d): its input has shape [4]',
    );
    expect(message([{ kind: 'reshape', shape: [5] }])).toThrow('layer 0 (reshape): 5 values');
    expect(message([{ ...conv('conv2d', 1, 1, 1, 'relu', 1), padding: 'valid' }], [2, 2, 1])).toThrow(
      'its kernel is larger than its input [2,2,1]',
    );
    expect(
      message([{ kind: 'dense', weights: new Float32Array(4).fill(NaN), bias: one, activation: 'relu' }]),
    ).toThrow('weight 0 is NaN');
  });
});

describe.each(Object.keys(decoders))('a %s integer decoder', (name) => {
  it('of 16-bit weights is within one grey level of the float decoder, and nearly always equal', () => {
    const { float, pixels } = exported(name, 16);
    const rounded = float.map((value) => Math.round(255 * value));
    const off = pixels.map((pixel, i) => Math.abs(pixel - rounded[i]));
    expect(Math.max(...off)).toBeLessThanOrEqual(1);
    expect(off.filter((d) => d > 0).length / off.length).toBeLessThan(0.05);
  });

  it('adds less to the squared error than rounding to 8 bits does: 16-bit weights a tenth of it, 8-bit ones some', () => {
    const rounding = 1 / 12 / 255 ** 2;
    const added = ([8, 16] as const).map((bits) => {
      const { float, pixels } = exported(name, bits);
      return (
        meanSquare(
          Float32Array.from(pixels, (p) => p / 255),
          float,
        ) /
          rounding -
        1
      );
    });
    expect(added[1]).toBeLessThan(0.1);
    expect(added[0]).toBeLessThan(60);
    expect(added[0]).toBeGreaterThan(added[1]);
  });

  it('reads back from its bytes as it was', () => {
    for (const bits of [8, 16] as const) {
      const { decoder, latents, pixels } = exported(name, bits);
      const back = readIntegerDecoder(writeIntegerDecoder(decoder));
      expect(back).toEqual(decoder);
      expect(decodeInteger(back, latents)).toEqual(pixels);
    }
  });

  it('computes in binary64 what BigInt computes', () => {
    const { decoder, latents, pixels } = exported(name, 16);
    const one = latents.subarray(0, decoder.latentSize);
    expect([...decodeByBigInt(decoder, one)]).toEqual([...pixels.subarray(0, product(decoder.imageShape))]);
  });

  it('saturates on latents beyond any seen, and does not wrap', () => {
    const { decoder } = exported(name, 16);
    const extreme = new Float32Array(decoder.latentSize).map((_, i) => (i % 2 ? 3e38 : -3e38));
    expect([...decodeInteger(decoder, extreme)]).toEqual([...decodeByBigInt(decoder, extreme)]);
  });
});

/** docs/integer-decoder.md with whole numbers of any size and nothing clever. */
function decodeByBigInt(decoder: IntegerDecoder, latent: Float32Array): number[] {
  const shiftRounded = (x: bigint, shift: number) =>
    shift === 0 ? x : (x + (1n << BigInt(shift - 1))) >> BigInt(shift);
  const limit = (x: bigint, lo: bigint, hi: bigint) => (x < lo ? lo : x > hi ? hi : x);
  const limit16 = (x: bigint) => limit(x, -32767n, 32767n);
  let values = Array.from(latent, (z) => limit16(BigInt(Math.floor(z * 2 ** decoder.latentBits + 0.5))));
  for (const step of decoder.steps) {
    if ('factors' in step) {
      const [h, w, c] = step.input;
      const [fy, fx] = step.factors;
      const rows = [...Array(h * fy).keys()];
      values = rows.flatMap((y) =>
        [...Array(w * fx).keys()].flatMap((x) => {
          const from = (Math.floor(y / fy) * w + Math.floor(x / fx)) * c;
          return values.slice(from, from + c);
        }),
      );
      continue;
    }
    const { multipliers, shifts } = step;
    values = sumsByBigInt(step, values).map((sum, i) => {
      const o = i % multipliers.length;
      const x = limit16(shiftRounded(sum * BigInt(multipliers[o]), shifts[o]));
      if (step.activation === 'linear') return x;
      if (step.activation === 'relu') return x > 0n ? x : 0n;
      const place = Number(x) + 32768;
      const [left, right] = [step.activation[place >> 6], step.activation[(place >> 6) + 1]].map(BigInt);
      return left + (((right - left) * BigInt(place & 63) + 32n) >> 6n);
    });
  }
  const { multiplier, offset, shift } = decoder.pixel;
  return values.map((value) =>
    Number(limit(shiftRounded(value * BigInt(multiplier) + BigInt(offset), shift), 0n, 255n)),
  );
}

/** Every input pixel's part in every output pixel, scattered for transposed convolutions, gathered for others. */
function sumsByBigInt({ geometry, weights, bias }: IntegerSums, values: readonly bigint[]): bigint[] {
  const { kind, input, output, kernelSize, strides, overhang } = geometry;
  const [outH, outW, outputs] = output;
  const sums = Array.from({ length: product(output) }, (_, i) => BigInt(bias[i % outputs]));
  const pixels = kind === 'conv2dTranspose' ? input : output;
  for (let y = 0; y < pixels[0]; y++)
    for (let x = 0; x < pixels[1]; x++)
      for (let ky = 0; ky < kernelSize[0]; ky++)
        for (let kx = 0; kx < kernelSize[1]; kx++) {
          const [fy, fx] = [y * strides[0] + ky - overhang[0], x * strides[1] + kx - overhang[1]];
          const [iy, ix, oy, ox] = kind === 'conv2dTranspose' ? [y, x, fy, fx] : [fy, fx, y, x];
          if (
            iy < 0 ||
            ix < 0 ||
            oy < 0 ||
            ox < 0 ||
            iy >= input[0] ||
            ix >= input[1] ||
            oy >= outH ||
            ox >= outW
          )
            continue;
          for (let o = 0; o < outputs; o++)
            for (let c = 0; c < input[2]; c++) {
              const weight = weights[((o * kernelSize[0] + ky) * kernelSize[1] + kx) * input[2] + c];
              sums[(oy * outW + ox) * outputs + o] +=
                BigInt(weight) * values[(iy * input[1] + ix) * input[2] + c];
            }
        }
  return sums;
}

describe('exactness', () => {
  it('holds for weights, biases, multipliers and shifts at their limits', () => {
    const whole = fc.oneof(fc.constantFrom(-32768, 32767, -1, 1), fc.integer({ min: -32768, max: 32767 }));
    const row = fc.tuple(
      fc.array(whole, { minLength: 3, maxLength: 3 }),
      fc.oneof(fc.constantFrom(2 ** 31 - 1, -(2 ** 31)), fc.integer()),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 0, max: 53 }),
    );
    const activation = fc.constantFrom('linear' as const, 'relu' as const, activationTable('swish', 10, 10));
    const latents = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), activation, latents, (rows, act, latent) => {
        const step: IntegerSums = {
          geometry: {
            ...{ kind: 'dense', input: [1, 1, 3], output: [1, 1, rows.length] },
            ...{ kernelSize: [1, 1], strides: [1, 1], overhang: [0, 0] },
          },
          weightBytes: 2,
          weights: Float32Array.from(rows.flatMap(([w]) => w)),
          bias: Float64Array.from(rows, ([, b]) => b),
          multipliers: Uint8Array.from(rows, ([, , m]) => m),
          shifts: Uint8Array.from(rows, ([, , , s]) => s),
          activation: act,
        };
        const pixel = { multiplier: 255 * 2 ** 8, offset: 2 ** 20, shift: 15 };
        const imageShape = [1, rows.length, 1] as const;
        const decoder = { latentSize: 3, imageShape, latentBits: 7, steps: [step], pixel };
        const back = readIntegerDecoder(writeIntegerDecoder(decoder));
        const z = Float32Array.from(latent);
        expect([...decodeInteger(back, z)]).toEqual(decodeByBigInt(decoder, z));
      }),
      { numRuns: 500 },
    );
  });

  it('is refused where a sum could leave it', () => {
    const { decoder } = exported('dense', 16);
    const [first, ...rest] = decoder.steps as IntegerSums[];
    const wide = { ...first, geometry: { ...first.geometry, input: [1, 1, 2 ** 15] as const } };
    const weights = new Float32Array(48 * 2 ** 15).fill(32767);
    const multipliers = new Uint8Array(48).fill(255);
    const crafted = { ...decoder, latentSize: 2 ** 15, steps: [{ ...wide, weights, multipliers }, ...rest] };
    expect(() => readIntegerDecoder(writeIntegerDecoder(crafted))).toThrow(
      'the greatest sum times its multiplier',
    );
  });
});

describe('activation tables', () => {
  it.each(['sigmoid', 'tanh', 'swish', 'elu', 'selu', 'softplus'] as const)(
    '%s is within 1.5 of 32,768 steps and the curvature between knots',
    (activation) => {
      const before = 11;
      const after = activation === 'sigmoid' || activation === 'tanh' ? 15 : 10;
      const table = activationTable(activation, before, after);
      for (let x = -32768; x < 32768; x += 7) {
        const exact = Math.min(32767, activate(activation, x * 2 ** -before) * 2 ** after);
        const curvature = 2 * ((64 * 2 ** -before) ** 2 / 8) * 2 ** after;
        expect(Math.abs(interpolated(table, x) - exact)).toBeLessThan(1.5 + curvature);
      }
    },
  );
});

describe('readIntegerDecoder', () => {
  const bytes = writeIntegerDecoder(exported('dense', 8).decoder);
  const small = writeIntegerDecoder(
    exportIntegerDecoder({
      layers: [
        { kind: 'reshape', shape: [1, 1, 2] },
        { kind: 'upsample', factors: [2, 2] },
        conv('conv2d', 2, 1, 1, 'relu', 3),
      ],
      ...{ latentShape: [2], imageShape: [2, 2, 1], range: [0, 1], weightBits: 8 },
      calibration: noise(8, 1),
    }),
  );

  it('takes only steps that pass on as many values as the next one takes', () => {
    const { decoder } = exported('dense', 8);
    const refused = (part: Partial<IntegerDecoder>) => () =>
      readIntegerDecoder(writeIntegerDecoder({ ...decoder, ...part }));
    expect(refused({ latentSize: 17 })).toThrow('a step takes 16 values and is given 17');
    expect(refused({ steps: decoder.steps.slice(0, 2) })).toThrow(
      'it makes 64 values for images of shape [12,12,1]',
    );
  });

  it('takes no step that would keep it busy for long', () => {
    const { decoder } = exported('dense', 8);
    const [first] = decoder.steps as IntegerSums[];
    const kernelSize = [255, 255] as const;
    const geometry = { ...first.geometry, output: [2048, 2048, 1] as const, kernelSize };
    const crafted = {
      ...decoder,
      steps: [{ ...first, geometry, weights: new Float32Array(255 * 255 * 16) }],
    };
    expect(() => readIntegerDecoder(writeIntegerDecoder(crafted))).toThrow('multiplications');
  });

  const sealed = (file: Uint8Array) => {
    if (file.length < 4) return file;
    const copy = file.slice();
    new DataView(copy.buffer).setUint32(copy.length - 4, crc32c(copy.subarray(0, -4)), true);
    return copy;
  };

  it('finds each single flipped bit and each place where it is cut off', () => {
    for (let bit = 0; bit < 8 * small.length; bit++) {
      const copy = small.slice();
      copy[bit >>> 3] ^= 1 << (bit & 7);
      expect(() => readIntegerDecoder(copy)).toThrow(AelFormatError);
    }
    for (let length = 0; length < small.length; length++)
      expect(() => readIntegerDecoder(small.subarray(0, length))).toThrow(AelFormatError);
  });

  it.each([
    ['dense', bytes],
    ['convolutional', small],
  ])('ends in a named error or a decoder that decodes, whatever is done to it: %s', (_, file) => {
    fc.assert(
      fc.property(harms, (list) => {
        let decoder: IntegerDecoder;
        try {
          decoder = readIntegerDecoder(sealed(harmed(file, list)));
        } catch (error) {
          if (!(error instanceof AelFormatError)) throw error;
          return;
        }
        decodeInteger(decoder, new Float32Array(decoder.latentSize).fill(1e30));
      }),
      { numRuns: 1500 },
    );
  });
});

describe('exportIntegerDecoder', () => {
  const base = {
    layers: [dense(2, 4, 'sigmoid', 1)],
    ...{ latentShape: [2], imageShape: [2, 2, 1] as const, range: [0, 1] as const, weightBits: 8 as const },
    calibration: noise(8, 1),
  };
  it('refuses what does not fit, with its value', () => {
    expect(() => exportIntegerDecoder({ ...base, imageShape: [3, 2, 1] })).toThrow(
      'the layers make 16 values of 8 calibration latents, and imageShape is [3,2,1]',
    );
    expect(() => exportIntegerDecoder({ ...base, calibration: new Float32Array(0) })).toThrow(
      '0 calibration latents',
    );
    expect(() => exportIntegerDecoder({ ...base, range: [1, 0] })).toThrow('range is [1,0]');
    expect(() => exportIntegerDecoder({ ...base, calibration: Float32Array.of(NaN, 0) })).toThrow('finite');
  });

  it('maps any range to 0 … 255', () => {
    const layers = [
      {
        ...dense(2, 4, 'linear', 1),
        weights: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0),
        bias: new Float32Array(4),
      },
    ];
    const decoder = exportIntegerDecoder({
      ...base,
      layers,
      range: [-1, 1],
      calibration: Float32Array.of(1, -1),
    });
    expect([...decodeInteger(decoder, Float32Array.of(-1, 1))]).toEqual([0, 255, 128, 128]);
  });

  it('leaves room for values twice as great as any in the calibration', () => {
    const weights = Float32Array.of(0.5, 0, 0, 0, 0, 0, 0, 0);
    const layers = [{ ...dense(2, 4, 'linear', 1), weights, bias: new Float32Array(4) }];
    const calibration = Float32Array.of(1, 1, -1, -1);
    const decoder = exportIntegerDecoder({ ...base, layers, calibration });
    expect(decodeInteger(decoder, Float32Array.of(1.9, 0))[0]).toBe(Math.round(255 * 0.95));
  });

  it('keeps a unit whose weights are all 0 at its bias', () => {
    const dead = {
      ...dense(2, 4, 'linear', 1),
      weights: new Float32Array(8),
      bias: Float32Array.of(0, 0.2, 0.5, 1),
    };
    const decoder = exportIntegerDecoder({ ...base, layers: [dead] });
    expect([...decodeInteger(decoder, Float32Array.of(1, 1))]).toEqual([0, 51, 128, 255]);
  });

  it('refuses latents that are no numbers', () => {
    const decoder = exportIntegerDecoder(base);
    expect(() => decodeInteger(decoder, Float32Array.of(0, NaN))).toThrow('latent 1 is NaN');
    expect(() => decodeInteger(decoder, new Float32Array(3))).toThrow('3 latents for a decoder of 2');
  });
});
