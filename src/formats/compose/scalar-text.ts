import { goFloat } from './loader/go-text.ts';
import { resolvePlain } from './loader/scalar.ts';

/** What Compose makes of a text that is not quoted, where texts are wanted: `493` of `0755`. Null where it stays as it is written. */
export function readOtherwise(written: string): string | null {
  const { type, value } = resolvePlain(written);
  if (type !== 'int' && type !== 'float' && type !== 'bool') return null;
  const read = type === 'float' ? goFloat(Number(value)) : String(value);
  return read === written ? null : read;
}
