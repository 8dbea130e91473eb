import type { EnvValue } from '../../domain/index.ts';
import { sha256 } from '../../formats/index.ts';

const LENGTH: Readonly<Record<'hex16' | 'hex32' | 'uuid' | 'base64-32', (hex: string) => string>> = {
  hex16: (hex) => hex.slice(0, 32),
  hex32: (hex) => hex,
  uuid: (hex) =>
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  'base64-32': (hex) => Buffer.from(hex, 'hex').toString('base64'),
};

/** A stand-in of the right shape: nothing is started here, and equal files must load equally. */
export function standInFor(name: string, value: EnvValue): string {
  if (typeof value === 'string') return value;
  return LENGTH[value.generate](sha256(`stand-in for ${name}`).slice('sha256:'.length));
}
