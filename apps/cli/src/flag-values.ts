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
