import type { ImageDataset } from './image-dataset.js';

/** A data set whose images stay where they are until they are asked for. */
export interface ImageSource extends Pick<ImageDataset, 'name' | 'split' | 'classNames' | 'provenance'> {
  /** The number of images. */
  readonly count: number;
  /** `[height, width, channels]`; bytes in [0, 255] */
  readonly imageShape: readonly [height: number, width: number, channels: number];
  /** One index into `classNames` per image. */
  readonly labels: Uint8Array;
  /** Reads the images from place `first` on, as many as `pixels` has room for. */
  readonly read: (first: number, pixels: Uint8Array) => Promise<void>;
  readonly close: () => Promise<void>;
}
