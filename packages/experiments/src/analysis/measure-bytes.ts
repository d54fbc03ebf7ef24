import {
  accountFor,
  decoderBytes,
  dequantise,
  fitTables,
  openLatents,
  quantise,
  readLatents,
  stepForDistortion,
  uniformQuantiser,
  writeLatents,
} from '@aelab/codec';
import { imageSize, toUnitRange, type ImageBatch } from '@aelab/images';
import { breakEvenImages, mean, mse } from '@aelab/metrics';
import { decode, encode, type Autoencoder, type Latents } from '@aelab/models';
import type { BytesBlock } from '@aelab/viz';

/** The block of the record, and the file that it counts. */
export interface MeasuredBytes {
  readonly block: BytesBlock;
  readonly file: Uint8Array;
}

/** How much rounding may add to the error of the training images. */
const allowedRise = 1.01;

/**
 * The latents of the test images as an `.ael` file: one uniform step, the coarsest that raises the error of training
 * images by at most 1 %, and frequency tables of training latents, one per unit or channel.
 *
 * @param training - some of the training images
 */
export async function measureBytes(
  model: Autoencoder,
  training: ImageBatch,
  test: ImageBatch,
): Promise<MeasuredBytes> {
  const learnt = await encode(model, training);
  const quantiser = uniformQuantiser(await stepFor(model, training, learnt));
  const latents = await encode(model, test);
  const [, height, width, channels] = test.shape;
  const latentShape = latents.shape.slice(1);
  const file = writeLatents({
    ...{ imageShape: [height, width, channels], latentShape, quantiser },
    levels: quantise(latents.data, quantiser),
    tables: fitTables(quantise(learnt.data, quantiser), tableCount(latentShape)),
  });
  const opened = openLatents(file);
  const { perImage, withoutHeader } = accountFor(opened);
  const decoder = decoderBytes(model.decoder.countParams(), 'float32');
  return {
    file,
    block: {
      perImage,
      withoutHeader,
      decoder,
      compressionRatio: imageSize(test) / perImage,
      breakEvenImages: breakEvenImages(decoder, imageSize(test), perImage),
      mse: await errorOf(model, test, { ...latents, data: readLatents(opened) }),
    },
  };
}

/** One for each unit or channel; one for all where they would outweigh what they save. */
function tableCount(latentShape: readonly number[]): number {
  const channels = latentShape.at(-1) ?? 1;
  return channels <= mostTables ? channels : 1;
}

const mostTables = 1024;

async function stepFor(model: Autoencoder, images: ImageBatch, latents: Latents): Promise<number> {
  const spread = Math.sqrt(mean(latents.data.map((value) => value * value))) || 1;
  const errorAt = (step: number) => {
    const quantiser = uniformQuantiser(step);
    return errorOf(model, images, {
      ...latents,
      data: dequantise(quantise(latents.data, quantiser), quantiser),
    });
  };
  const target = allowedRise * (await errorOf(model, images, latents)) + 1e-7;
  return stepForDistortion(errorAt, target, [spread / 1024, 4 * spread]);
}

async function errorOf(model: Autoencoder, images: ImageBatch, latents: Latents): Promise<number> {
  return mean(mse(toUnitRange(images), await decode(model, latents)));
}
