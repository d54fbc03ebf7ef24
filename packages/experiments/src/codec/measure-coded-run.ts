import {
  accountFor,
  decoderBytes,
  dequantise,
  openLatents,
  quantisationError,
  writeLatents,
  type Account,
  type QuantisationError,
} from '@aelab/codec';
import { imageSize, toUnitRange, type ImageBatch } from '@aelab/images';
import { breakEvenImages } from '@aelab/metrics';
import { decode, reconstruct } from '@aelab/models';
import { ratePoint, type RatePoint } from '../rivals/rate-point.js';
import type { CodedRun } from './coded-run.js';
import { fitLatentCode, levelsOf, type CodeSettings } from './latent-code.js';
import { runDecoder, type NamedDecoder } from './run-decoder.js';

/** A run's test images as one real file, at one setting. */
export interface CodedPoint {
  readonly run: string;
  readonly point: RatePoint;
  readonly account: Account;
  readonly error: QuantisationError;
  readonly decoder: DecoderAccount;
}

/** What the receiver needs once, and from how many images on it has paid for itself. */
export interface DecoderAccount {
  readonly kind: NamedDecoder['kind'];
  readonly parameters: number;
  /** Bytes of the decoder as a file, and of its parameters at three precisions. */
  readonly bytes: {
    readonly file: number;
    readonly float32: number;
    readonly float16: number;
    readonly int8: number;
  };
  /** Images from which file and decoder together are smaller than the raw 8-bit pixels, by the decoder's precision. */
  readonly breakEvenAgainstRaw: Readonly<Record<keyof DecoderAccount['bytes'], number>>;
}

/**
 * Codes the images with everything learnt from training images alone, and counts the bytes of the real file.
 *
 * The pixels are those of the integer decoder, where the model has one: what any receiver gets.
 */
export async function measureCodedRun(
  run: CodedRun,
  images: ImageBatch,
  settings: CodeSettings,
): Promise<CodedPoint> {
  const { model, imageShape, latentShape } = run;
  const code = await fitLatentCode(run, settings);
  const decoder = await runDecoder(run, 'integer').catch((error: unknown) => {
    if (error instanceof RangeError) return runDecoder(run, 'float');
    throw error;
  });
  const levels = await levelsOf(model, code, images);
  const { quantiser, tables } = code;
  const file = writeLatents({ imageShape, latentShape, decoder, quantiser, tables, levels });
  const latents = { data: dequantise(levels, quantiser), shape: [images.shape[0], ...latentShape] };
  const pixels = { data: await decoder.pixels(latents), shape: images.shape, range: [0, 255] } as const;
  const named = { codec: 'autoencoder', setting: describeSetting(run, settings), scope: 'batch' } as const;
  const point = ratePoint(named, images, pixels, file.length);
  const originals = toUnitRange(images).data;
  const exact = (await reconstruct(model, images)).data;
  const error = quantisationError(originals, exact, (await decode(model, latents)).data);
  return {
    ...{ run: run.folder, point, error },
    account: accountFor(openLatents(file)),
    decoder: accountOf(decoder, run, images, point.bytesPerImage),
  };
}

/** What tells this point from the run's others. */
export function describeSetting(
  { model }: CodedRun,
  { addedError, errorWeight = 1 }: Pick<CodeSettings, 'addedError' | 'errorWeight'>,
): string {
  const objective = model.objective?.settings as { type: string; lambda: number } | undefined;
  if (objective?.type !== 'rateDistortion') return `rounding adds ${100 * addedError} %`;
  return `λ ${objective.lambda}${errorWeight === 1 ? '' : `, refined at ${errorWeight} λ`}`;
}

function accountOf(
  { kind, bytes: file }: NamedDecoder,
  { model }: CodedRun,
  images: ImageBatch,
  perImage: number,
): DecoderAccount {
  const parameters = model.decoder.countParams();
  const precisions = ['float32', 'float16', 'int8'] as const;
  const sizes = precisions.map((precision) => [precision, decoderBytes(parameters, precision)]);
  const bytes = { file, ...Object.fromEntries(sizes) } as DecoderAccount['bytes'];
  const paid = Object.entries(bytes).map(([name, size]) => [
    name,
    breakEvenImages(size, imageSize(images), perImage),
  ]);
  const breakEvenAgainstRaw = Object.fromEntries(paid) as DecoderAccount['breakEvenAgainstRaw'];
  return { kind, parameters, bytes, breakEvenAgainstRaw };
}
