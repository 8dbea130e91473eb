import { plainOrder } from './constraint.ts';
import { compareDigits } from './digits.ts';
import { evrOf } from './evr.ts';
import { rpmvercmp, withoutZeros } from './rpm.ts';

/** Arch, `[epoch:]version[-release]`, as scanners order it: like RPM; a release counts where both have one. */
export const pacman = plainOrder(compare, (version) => /^(?:\d+:)?[A-Za-z0-9][\w.+~]*(?:-[\d.]+)?$/.test(version));

function compare(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [evrOf(a), evrOf(b)];
  return (
    epochs(left.epoch ?? '0', right.epoch ?? '0') ||
    rpmvercmp(withoutZeros(left.version), withoutZeros(right.version)) ||
    rpmvercmp(withoutZeros(left.release ?? ''), withoutZeros(right.release ?? ''))
  );
}

function epochs(a: string, b: string): number {
  return /^\d+$/.test(a) && /^\d+$/.test(b) ? compareDigits(a, b) : rpmvercmp(a, b);
}
