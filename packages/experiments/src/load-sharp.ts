/**
 * The package `sharp`, which is optional.
 *
 * @throws Error if it is not installed; `purpose` says what it is needed for
 */
export async function loadSharp(purpose: string): Promise<(typeof import('sharp'))['default']> {
  const module = await import('sharp').catch((cause: unknown) => {
    throw new Error(`${purpose} by the package sharp, which is not here; install it (npm install sharp)`, {
      cause,
    });
  });
  return module.default;
}
