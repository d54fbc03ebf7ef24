import { addNoise, blur, invert, occlude, saltAndPepper } from '@aelab/datasets';
import { random } from '@aelab/kernels/random';
import type { Corruption } from '@aelab/models';
import { z } from 'zod';

/** A corruption as a config states it. */
export const corruptionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('noise'), factor: z.number().positive() }),
  z.strictObject({ type: z.literal('saltAndPepper'), share: z.number().min(0).max(1) }),
  z.strictObject({ type: z.literal('blur'), sigma: z.number().positive() }),
  z.strictObject({ type: z.literal('occlude'), side: z.int().min(1) }),
  z.strictObject({ type: z.literal('invert') }),
]);
export type CorruptionConfig = z.output<typeof corruptionSchema>;

/** Damages a batch by one of the corruptions, each as likely. */
export function oneOf(corruptions: readonly CorruptionConfig[]): Corruption {
  return (images, seed) => {
    const chosen = corruptions[random(seed, 'choice').integer(corruptions.length)];
    return corruptionFrom(chosen)(images, seed);
  };
}

/** The corruption that a config states. */
export function corruptionFrom(stated: CorruptionConfig): Corruption {
  switch (stated.type) {
    case 'noise':
      return (images, seed) => addNoise(images, stated.factor, seed);
    case 'saltAndPepper':
      return (images, seed) => saltAndPepper(images, stated.share, seed);
    case 'blur':
      return (images) => blur(images, stated.sigma);
    case 'occlude':
      return (images, seed) => occlude(images, stated.side, seed);
    case 'invert':
      return (images) => invert(images);
  }
}
