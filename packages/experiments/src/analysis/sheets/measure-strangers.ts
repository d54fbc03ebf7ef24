import { strangers } from '@aelab/datasets';
import { toUnitRange } from '@aelab/images';
import { mse } from '@aelab/metrics';
import { imageShapeOf, reconstruct, type Autoencoder } from '@aelab/models';
import { errorMaps, type ImageSheet, type StrangerBlock } from '@aelab/viz';

export interface MeasuredStrangers {
  readonly blocks: readonly StrangerBlock[];
  readonly sheet: ImageSheet;
}

/**
 * What the model makes of pictures of kinds that it never saw, beside its errors on test images.
 *
 * @param familiar - error of each test image
 */
export async function measureStrangers(
  model: Autoencoder,
  familiar: Float64Array,
): Promise<MeasuredStrangers> {
  const { images, classNames } = await strangers(imageShapeOf(model));
  const originals = toUnitRange(images);
  const reconstructions = await reconstruct(model, originals);
  const blocks = Array.from(mse(originals, reconstructions), (error, i) => ({
    label: classNames[i],
    mse: error,
    errsMoreThan: familiar.filter((own) => own < error).length / familiar.length,
  }));
  const rows = [
    { label: 'Stranger', images: originals },
    { label: 'Reconstruction', images: reconstructions },
    { label: 'Error', images: errorMaps(originals, reconstructions) },
  ];
  return { blocks, sheet: { columns: classNames, rows } };
}
