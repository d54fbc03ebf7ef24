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
