/** The learning rate as a factor of the highest: progress through all steps of the training, in [0, 1) → (0, 1]. */
export type Schedule = (progress: number) => number;

const constant: Schedule = () => 1;

/** Half a cosine, from 1 down to 0. */
const cosine: Schedule = (progress) => (1 + Math.cos(Math.PI * progress)) / 2;

/**
 * Up from 1/25 in the first 30 % of the steps, then down to 1/250,000, each along half a cosine: the defaults of
 * PyTorch's `OneCycleLR`, whose momentum is not cycled here.
 *
 * @see Smith and Topin, "Super-convergence: very fast training of neural networks using large learning rates", 2018
 */
const oneCycle: Schedule = (progress) => {
  const rise = 0.3;
  const [first, last] = [1 / 25, 1 / 250_000];
  return progress < rise
    ? 1 + (first - 1) * cosine(progress / rise)
    : last + (1 - last) * cosine((progress - rise) / (1 - rise));
};

export const schedules = { constant, cosine, oneCycle } as const satisfies Record<string, Schedule>;
export type ScheduleName = keyof typeof schedules;
