import { imagesFromNpy } from '@aelab/images';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { layers } from '@tensorflow/tfjs-layers';
import type { ImageShape } from './autoencoder.js';
import { decode, encode } from './autoencoder.js';
import type { ImportedAutoencoder } from './export/onnx-model.js';
import { sizeOf, stackModel } from './layer-stack.js';
import { loadHalf } from './save-autoencoder.js';

/** Folders that hold a `model.json`: two halves, or one that reconstructs; then the "latents" are the images that it gives. */
export type LayersFolders =
  { readonly encoder: string; readonly decoder: string } | { readonly autoencoder: string };

/**
 * An autoencoder from TensorFlow.js layers models of anybody's making, which Keras models convert to. They take and give
 * pixels in [0, 1], channels last, or rows of `height · width · channels` values.
 *
 * @param imageShape - of the images, which models of rows do not know
 * @throws Error if a folder holds no layers model, or a model has several inputs or outputs
 */
export async function layersAutoencoder(
  folders: LayersFolders,
  imageShape: ImageShape,
): Promise<ImportedAutoencoder> {
  if ('autoencoder' in folders) {
    const loaded = takingImages(await loadModel(folders.autoencoder), imageShape);
    const encoder = givingImages(loaded, imageShape);
    return {
      encode: (images) => encode({ encoder }, images),
      decode: (latents) => Promise.resolve(imagesFromNpy(latents, [0, 1])),
    };
  }
  const encoder = takingImages(await loadModel(folders.encoder), imageShape);
  return {
    encode: (images) => encode({ encoder }, images),
    decode: await layersDecoder(folders.decoder, imageShape),
  };
}

/**
 * A decoder alone; see {@link layersAutoencoder}.
 *
 * @param imageShape - of the images that it gives, if it gives rows
 * @throws Error as {@link layersAutoencoder}, or if it gives rows and `imageShape` is absent
 */
export async function layersDecoder(
  folder: string,
  imageShape?: ImageShape,
): Promise<ImportedAutoencoder['decode']> {
  const loaded = await loadModel(folder);
  const gives = loaded.outputs[0].shape;
  if (gives.length !== 4 && !imageShape)
    throw new Error(
      `layersDecoder: the model in ${folder} gives [${gives.slice(1).join(',')}], which is no image; end it with a Reshape to height, width and channels`,
    );
  const decoder = imageShape ? givingImages(loaded, imageShape) : loaded;
  return (latents) => decode({ decoder }, latents);
}

async function loadModel(folder: string): Promise<LayersModel> {
  const loaded = await loadHalf(folder);
  if (loaded.inputs.length !== 1 || loaded.outputs.length !== 1)
    throw new Error(
      `layersAutoencoder: the model in ${folder} has ${loaded.inputs.length} inputs and ${loaded.outputs.length} outputs; it must have one of each`,
    );
  return loaded;
}

/** The model, with a layer that flattens images before it where it takes rows. */
function takingImages(model: LayersModel, imageShape: ImageShape): LayersModel {
  const takesRows = isRow(model.inputs[0].shape, imageShape);
  return takesRows ? stackModel('encoder', imageShape, [layers.flatten(), model]) : model;
}

/** The model, with a layer that makes images of its rows behind it. */
function givingImages(model: LayersModel, imageShape: ImageShape): LayersModel {
  if (!isRow(model.outputs[0].shape, imageShape)) return model;
  const takes = model.inputs[0].shape.slice(1) as number[];
  return stackModel('decoder', takes, [model, layers.reshape({ targetShape: [...imageShape] })]);
}

function isRow(shape: readonly (number | null)[], imageShape: ImageShape): boolean {
  return shape.length === 2 && shape[1] === sizeOf(imageShape);
}
