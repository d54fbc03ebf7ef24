import type { Figure } from './record.js';

/**
 * A figure as tables and labels show it: so many significant digits, thousands apart, "∞" and "–" (an undefined figure)
 * for what is not finite, powers of ten below 0.00001. Whole numbers keep all their digits.
 *
 * @param digits - significant digits
 * @example
 * formatFigure(0.009684); // '0.00968'
 * formatFigure(1234567); // '1,234,567'
 * formatFigure('NaN'); // '–'
 */
export function formatFigure(figure: Figure, digits = 3): string {
  return format(Number(figure), decimalsFor(Number(figure), digits), digits);
}

/**
 * Figures that are read against each other, such as a column of a table: all with as many decimals as the one that
 * needs most of them.
 *
 * @param digits - significant digits of the smallest
 * @example
 * formatAligned([0.0168283, 0.00968, 0.1141]); // ['0.01683', '0.00968', '0.11410']
 */
export function formatAligned(figures: readonly Figure[], digits = 3): string[] {
  const values = figures.map(Number);
  const decimals = Math.max(0, ...values.map((value) => decimalsFor(value, digits)));
  return values.map((value) => format(value, decimals, digits));
}

const least = 1e-5;

function decimalsFor(value: number, digits: number): number {
  if (Number.isInteger(value) || !Number.isFinite(value) || Math.abs(value) < least) return 0;
  const whole = Math.floor(Math.log10(Math.abs(value))) + 1;
  return Math.max(0, digits - whole);
}

function format(value: number, decimals: number, digits: number): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value !== 0 && Math.abs(value) < least) return powerOfTen(value, digits);
  const fixed = Math.abs(value).toFixed(decimals);
  const grouped = fixed.replace(/^\d+/, (integer) => integer.replace(/\B(?=(\d{3})+$)/g, ','));
  return value < 0 ? `−${grouped}` : grouped;
}

function powerOfTen(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
  const raised = exponent.replace('-', '⁻').replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]);
  return `${mantissa.replace('-', '−')}·10${raised}`;
}
