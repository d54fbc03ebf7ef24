/** What was asked for cannot be done as asked; the command line ends with status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
