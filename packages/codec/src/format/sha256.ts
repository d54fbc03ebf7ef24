/**
 * The SHA-256 of some bytes as 64 hexadecimal digits: how `.ael` files name their decoder.
 *
 * @throws Error if the page is not served securely, where browsers offer no digest
 * @example
 * (await sha256(new Uint8Array(0))).slice(0, 8); // 'e3b0c442'
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

export function bytesToHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
