import { automaticWorkers, type Share } from '@aelab/experiments';
import { InvalidArgumentError } from 'commander';

/** A flag's number. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new InvalidArgumentError(`it must be a number.`);
  return value;
}

/** A flag's numbers, as in `512,128`. */
export function list(text: string): number[] {
  return text.split(',').map(number);
}

/** A flag's names, as in `mse,psnr`. */
export function names(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}

/** A flag's number of workers; nothing for `auto`. */
export function workerCount(text: string): number | undefined {
  if (text === 'auto') return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError("it must be a whole number of at least 1, or 'auto'.");
}

/** A flag's number of workers; for `auto` as many as cores and memory allow. */
export function workers(text: string): number {
  return workerCount(text) ?? automaticWorkers();
}

/** A flag's share of a list, as in `0/8`: every 8th from place 0. */
export function share(text: string): Share {
  const [place, of] = text.split('/').map(Number);
  if (/^\d+\/\d+$/.test(text) && place < of) return { place, of };
  throw new InvalidArgumentError('it must be a place before a number of shares, as in 0/8.');
}

/** What the number of `--objective name:number` is called, by name. */
const objectiveKeys: Readonly<Record<string, string>> = {
  variational: 'beta',
  winnerTakeAll: 'active',
  rateDistortion: 'lambda',
};

/** What the number of `--corrupt name:number` is called, by name. */
const corruptionKeys: Readonly<Record<string, string>> = {
  noise: 'factor',
  saltAndPepper: 'share',
  blur: 'sigma',
  occlude: 'side',
};

/** A flag's objective, as in `variational:1`. */
export function objective(text: string): Record<string, unknown> {
  return namedNumber(text, objectiveKeys);
}

/** A flag's corruptions, as in `noise:0.3,occlude:8`. */
export function corruptions(text: string): Record<string, unknown>[] {
  return names(text).map((corruption) => namedNumber(corruption, corruptionKeys));
}

function namedNumber(text: string, keys: Readonly<Record<string, string>>): Record<string, unknown> {
  const [type, value] = text.split(':') as [string, string?];
  if (value === undefined) return { type };
  if (!Object.hasOwn(keys, type))
    throw new InvalidArgumentError(
      `it must be one of ${Object.keys(keys).join(', ')}, and a number after a colon.`,
    );
  return { type, [keys[type]]: number(value) };
}

/** A flag's value range, as in `0,1`. */
export function range(text: string): readonly [number, number] {
  const [lo, hi] = list(text);
  if (text.split(',').length !== 2) throw new InvalidArgumentError('it must be two numbers, as in 0,1.');
  return [lo, hi];
}

/** A flag's places, from 0, as in `3,10-20`. */
export function places(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(part.trim()) ?? ['', '1', '0'];
    const [first, last] = [Number(from), Number(to)];
    if (last < first) throw new InvalidArgumentError('it must be places from 0, as in 3,10-20.');
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
