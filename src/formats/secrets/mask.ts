/**
 * The little of a secret that lets its owner recognise it: the first four characters and the length. Of a short one
 * nothing is shown, because four characters would be too much of it.
 */
export function mask(secret: string): string {
  const body = secret.trim();
  const shown = body.length >= 12 ? body.slice(0, 4).replaceAll(/[^\x21-\x7e]/g, '') : '';
  return `${shown}…(${body.length})`;
}
