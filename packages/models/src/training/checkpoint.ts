import type { OptimizerState } from './optimizer.js';

/** `step` steps of epoch `epoch` (both from 0) are done. */
export interface Position {
  readonly epoch: number;
  readonly step: number;
}

export interface History {
  /** Per epoch, the mean of its steps' losses, each taken before that step's update. */
  readonly loss: readonly number[];
  /** Per epoch, after it; empty without validation images. */
  readonly validationLoss: readonly number[];
  /** By layer and per epoch, the length of the gradient in the epoch's last step, before clipping. */
  readonly gradientNorms: Readonly<Record<string, readonly number[]>>;
  /** Wall-clock seconds spent training, over all the sessions of a resumed run. */
  readonly seconds: number;
}

/** Everything that the rest of a training run depends on. */
export interface Checkpoint extends Position, History {
  /** Sum over the unfinished epoch's images of their step's loss. */
  readonly lossSum: number;
  readonly weights: readonly Float32Array[];
  readonly optimizer: OptimizerState;
  readonly best?: BestWeights;
}

/** The weights after the epoch with the lowest validation loss; epochs count from 1. */
export interface BestWeights {
  readonly epoch: number;
  readonly validationLoss: number;
  readonly weights: readonly Float32Array[];
}
