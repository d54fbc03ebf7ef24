import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { meanSquaredError } from '../backend/mean-squared-error.js';
import { abs, add, clipByValue, log, mean, mul, neg, scalar, sqrt, sub, tidy } from '@tensorflow/tfjs-core';

/** A training loss: originals and reconstructions of one batch → its mean over every value of the batch. */
export type Loss = (original: Tensor, reconstruction: Tensor) => Scalar;

const mse: Loss = meanSquaredError;

/** Square root of the batch's MSE: the mean of images' RMSE is another quantity. */
const rmse: Loss = (original, reconstruction) => sqrt(mse(original, reconstruction));

const mae: Loss = (original, reconstruction) => mean(abs(sub(original, reconstruction)));

/** In nats per value; reconstructions are kept 1e-7 away from 0 and 1, as Keras does. */
const binaryCrossentropy: Loss = (original, reconstruction) =>
  tidy(() => {
    const p = clipByValue(reconstruction, 1e-7, 1 - 1e-7);
    const one = scalar(1);
    const ifWhite = mul(original, log(p));
    const ifBlack = mul(sub(one, original), log(sub(one, p)));
    return neg(mean(add(ifWhite, ifBlack)));
  });

export const losses = { mse, rmse, mae, binaryCrossentropy } as const satisfies Record<string, Loss>;
export type LossName = keyof typeof losses;
