import type { Changes } from '../../sweep/expand-sweep.js';

/** A run of the first seed, and what its row of a picture is called. */
export interface PicturedRun {
  readonly label: string;
  readonly group: string;
  readonly changes: Changes;
}

interface Picture {
  /** Its file, without ending. */
  readonly file: string;
  readonly title: string;
}

/** Test images over what the runs make of them, and over their latents where asked for. */
export interface GridPicture extends Picture {
  readonly kind: 'grid';
  readonly rows: readonly PicturedRun[];
  readonly latents?: true;
}

/** What a decoder draws while one latent value moves from its 1st to its 99th percentile. */
export interface TraversalPicture extends Picture {
  readonly kind: 'traversal';
  readonly rows: readonly PicturedRun[];
}

/** The squares, enlarged, in which the reconstructions of two runs differ most. */
export interface CropPicture extends Picture {
  readonly kind: 'crops';
  readonly rows: readonly [PicturedRun, PicturedRun];
  /** Pixels on a side. */
  readonly side: number;
}

/** The worst test images that the measurement `worst` found, each with its likely cause. */
export interface WorstPicture extends Picture {
  readonly kind: 'worst';
  readonly rows: readonly [PicturedRun];
}

/** What the runs make of pictures that are like none of their training. */
export interface StrangerPicture extends Picture {
  readonly kind: 'strangers';
  readonly rows: readonly PicturedRun[];
}

/** One test image with more and more noise over what the runs make of it. */
export interface NoisePicture extends Picture {
  readonly kind: 'noise';
  readonly rows: readonly PicturedRun[];
}

export type PictureSource =
  GridPicture | TraversalPicture | CropPicture | WorstPicture | StrangerPicture | NoisePicture;
