/** A number as JSON can carry it: the three that are not finite are strings. `Number(figure)` gives it back. */
export type Figure = number | 'Infinity' | '-Infinity' | 'NaN';

/** A 95 % confidence interval. */
export type FigureInterval = readonly [lo: Figure, hi: Figure];

/** A value of a config or of an environment: whatever JSON holds. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/**
 * `run.json`: everything that was measured in one run. Side files hold what there is one of per image: subset indices,
 * reconstructions, per-image errors.
 */
export interface RunRecord {
  readonly schemaVersion: 1;
  /** The config of the run with every default filled in. */
  readonly config: JsonObject;
  readonly seed: number;
  readonly backend: BackendBlock;
  /** Versions of Node and of the packages, operating system, processor. */
  readonly environment: JsonObject;
  readonly data: DataBlock;
  readonly model: ModelBlock;
  readonly training: TrainingBlock;
  readonly test: TestBlock;
  readonly baselines: BaselinesBlock;
  /** Ways in which training failed without the loss saying so; absent where it found none. */
  readonly collapse?: readonly CollapseBlock[];
  /** Of a model that was trained on damaged images: one for each corruption. */
  readonly denoising?: readonly DenoisingBlock[];
  readonly noise?: NoiseBlock;
  readonly strangers?: readonly StrangerBlock[];
  readonly judge?: JudgeBlock;
  readonly overlap?: OverlapBlock;
  readonly latents?: LatentsBlock;
  readonly bytes?: BytesBlock;
}

export interface BackendBlock {
  readonly name: string;
  /** The library that large matrix products went to, if not to the backend itself. */
  readonly accelerator?: string;
  /** Why it was chosen: asked for, the fastest of those tried, the only one. */
  readonly why: string;
}

export interface DataBlock {
  readonly name: string;
  /** SHA-256 of each file that was read, by file name. */
  readonly checksums: Readonly<Record<string, string>>;
  /** Images that the model, PCA and the floors were fitted on. */
  readonly train: number;
  /** Images of the training set held out to choose the best weights. */
  readonly validation?: number;
  readonly test: number;
  /** `[height, width, channels]` */
  readonly imageShape?: readonly number[];
}

export interface ModelBlock {
  readonly parameters: number;
  readonly latentShape: readonly number[];
  /** Latents of an image that may differ from 0, where the objective limits them: PCA keeps as many values. */
  readonly activeLatents?: number;
  /** Values of an image / values of its latent. */
  readonly dimensionReduction: Figure;
  /** Whether the latent has at least as many values as the image. */
  readonly expanding: boolean;
  /** In the order that an image passes through them. */
  readonly layers?: readonly LayerBlock[];
}

export interface LayerBlock {
  readonly name: string;
  /** Of its output, without the batch. */
  readonly shape: readonly number[];
  readonly parameters: number;
  /** Whether its output is the latent. */
  readonly latent?: boolean;
}

export interface TrainingBlock {
  /** Epochs trained, which early stopping or divergence make fewer than asked for. */
  readonly epochs: number;
  readonly seconds: Figure;
  readonly imagesPerSecond: Figure;
  /** Mean training loss of each epoch. */
  readonly loss: readonly Figure[];
  /** Empty where no images were held out. */
  readonly validationLoss: readonly Figure[];
  readonly stopped: 'epochs' | 'patience' | 'target' | 'aborted' | 'diverged';
  /** Why training diverged, and where. */
  readonly cause?: string;
  /** Epoch, from 1, whose weights were kept, where patience chose it. */
  readonly bestEpoch?: number;
}

/** Figures of a set of reconstructions, pixels in [0, 1]. */
export interface DistortionBlock {
  /** Mean squared error over all values. */
  readonly mse: Figure;
  /** Square root of `mse`. */
  readonly rmse?: Figure;
  /** Mean absolute error over all values. */
  readonly mae?: Figure;
  /** Mean of the images' PSNRs, in decibels. */
  readonly psnr?: Figure;
  /** Mean of the images' SSIMs. */
  readonly ssim?: Figure;
}

export interface TestBlock extends DistortionBlock {
  readonly rmse: Figure;
  readonly mae: Figure;
  readonly psnr: Figure;
  readonly mseInterval?: FigureInterval;
  readonly psnrInterval?: FigureInterval;
  readonly perClass: readonly ClassBlock[];
}

export interface ClassBlock {
  readonly label: string;
  /** Test images of the class; the figures of a class without images are NaN. */
  readonly n: number;
  readonly mse: Figure;
  readonly mseInterval: FigureInterval;
  /** `100 · Σ squared error / Σ intensity` over the images of the class. */
  readonly msePer100Ink: Figure;
}

/** What a model is measured against; fitted on the training images, measured on the same test images. */
export interface BaselinesBlock {
  readonly zero: DistortionBlock;
  readonly mean: DistortionBlock;
  readonly median: DistortionBlock;
  readonly classMean: DistortionBlock;
  /** PCA with as many components as the latent has values. */
  readonly pca?: LinearBlock;
  readonly svd?: LinearBlock;
}

export interface LinearBlock extends DistortionBlock {
  readonly components: number;
  /** Of the model's MSE less this one's, paired over the images. */
  readonly mseDifferenceInterval?: FigureInterval;
}

export interface CollapseBlock {
  readonly kind: string;
  /** What was measured, in a sentence with its figure. */
  readonly finding: string;
  /** What usually does this, and what to try. */
  readonly likelyCause: string;
}

/** What the model makes of damaged test images. */
export interface DenoisingBlock {
  /** As the config states it. */
  readonly corruption: JsonObject;
  /** Mean PSNR of the repaired images, in decibels. */
  readonly psnr: Figure;
  /** How much that is above the damaged images'. */
  readonly damaged: GainBlock;
  readonly medianFilter: MedianGainBlock;
  readonly gaussianFilter: GaussianGainBlock;
}

/** A mean over images, in decibels. */
export interface GainBlock {
  readonly gain: Figure;
  readonly interval: FigureInterval;
}

/** Above those of a median filter, of the size that is best for these images. */
export interface MedianGainBlock extends GainBlock {
  /** Side of its window in pixels. */
  readonly size: number;
}

/** Above those of a Gaussian filter, of the width that is best for these images. */
export interface GaussianGainBlock extends GainBlock {
  /** Standard deviation in pixels. */
  readonly sigma: number;
}

/** What the model makes of Gaussian noise, whether or not it was trained on any, beside what knows nothing of the images. */
export interface NoiseBlock {
  /** Test images that noise was added to. */
  readonly n: number;
  /** From the weakest noise to the strongest. */
  readonly strengths: readonly NoiseStrengthBlock[];
}

/** Gains are means over the images, in decibels of PSNR, over leaving the noise alone. */
export interface NoiseStrengthBlock {
  /** Standard deviation of the noise, before pixels are clipped to [0, 1]. */
  readonly factor: number;
  /** Mean PSNR of the noisy images, in decibels. */
  readonly psnr: Figure;
  readonly model: GainBlock;
  /** Of the size that is best for these images. */
  readonly medianFilter: Figure;
  /** Of the width that is best for these images. */
  readonly gaussianFilter: Figure;
  /** With as many components as the latent has values. */
  readonly pca?: Figure;
}

/** A picture of a kind that the model never saw. */
export interface StrangerBlock {
  readonly label: string;
  readonly mse: Figure;
  /** Share of the test images whose error is less. */
  readonly errsMoreThan: Figure;
}

/** A classifier trained on originals, asked about originals and about their reconstructions. */
export interface JudgeBlock {
  readonly name: string;
  readonly accuracyOriginal: Figure;
  readonly accuracyReconstruction: Figure;
  /** `accuracyReconstruction / accuracyOriginal` */
  readonly accuracyRatio: Figure;
  readonly accuracyRatioInterval: FigureInterval;
  /** Share of images of which it says the same before and after, right or wrong. */
  readonly agreement?: Figure;
  /** McNemar's test of no difference. */
  readonly mcnemarP: Figure;
  /** Images by the judge's class for the original (row) and for the reconstruction (column). */
  readonly confusion: readonly (readonly number[])[];
}

/** How far originals and reconstructions mix in a joint t-SNE embedding. */
export interface OverlapBlock {
  readonly engine: string;
  /** Pairs that were embedded. */
  readonly n: number;
  /** 1: indistinguishable; 0: apart. */
  readonly overlap: Figure;
  /** Share of reconstructions among the nearest neighbours of their own original. */
  readonly pairFidelity: Figure;
  /** One-sided, of separation against the permutation null. */
  readonly p: Figure;
  readonly perClass: readonly ClassOverlapBlock[];
}

export interface ClassOverlapBlock {
  readonly label: string;
  readonly n: number;
  readonly overlap: Figure;
  readonly pairFidelity: Figure;
  readonly p: Figure;
}

/** What the latents of test images hold. */
export interface LatentsBlock {
  /** Images whose latents were looked at. */
  readonly n: number;
  /** Units that hardly vary. */
  readonly dead: number;
  /** Directions that carry the latents: 1 to the number of units. */
  readonly effectiveRank: Figure;
  /** Of what the latents lie on, by the distances to their two nearest neighbours. */
  readonly intrinsicDimension: Figure;
  /** Share of images whose class a linear classifier finds that learnt from the latents of other images. */
  readonly probeAccuracy?: Figure;
  /** Share of images whose class is the commonest among the ten images with the nearest latents. */
  readonly neighbourAccuracy?: Figure;
  /** Of latents of one value. */
  readonly unit?: UnitBlock;
}

/** How the one value of a latent differs between classes; it has neither sign nor scale of its own. */
export interface UnitBlock {
  /** Share of its variance that lies between the classes. */
  readonly etaSquared: Figure;
  /** Differences of class means over their pooled standard deviation. */
  readonly cohensD: readonly (readonly Figure[])[];
  readonly perClass: readonly UnitClassBlock[];
}

export interface UnitClassBlock {
  readonly label: string;
  readonly n: number;
  readonly mean: Figure;
  readonly interval: FigureInterval;
  readonly sd: Figure;
}

/** The latents of the test images as a file. */
export interface BytesBlock {
  readonly perImage: Figure;
  readonly withoutHeader: Figure;
  /** Bytes of the decoder, which the receiver needs once. */
  readonly decoder: Figure;
  /** Bytes of the originals / bytes of the file. */
  readonly compressionRatio: Figure;
  /** Images from which file and decoder together are smaller than the originals. */
  readonly breakEvenImages: Figure;
  /** Of the images that the file decodes to: rounding included. */
  readonly mse?: Figure;
}

/**
 * The JSON text of a record: numbers that are not finite become strings, which plain `JSON.stringify` would turn into
 * `null`.
 *
 * @example
 * recordJson({ psnr: Infinity, mse: 0 }).replace(/\s/g, ''); // '{"psnr":"Infinity","mse":0}'
 */
export function recordJson(record: object): string {
  const carried = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return `${JSON.stringify(record, carried, 2)}\n`;
}
