import { plainOrder } from './constraint.ts';
import { compareNumbers, parsedFirst } from './digits.ts';

/** R packages: numbers between `.` and `-`; the longer is the later. */
export const cran = plainOrder(parsedFirst(numbersBy(/[.-]/), compareLists), (version) =>
  /^\d+(?:[.-]\d+)+$/.test(version),
);

/** Haskell packages: numbers between dots; the longer is the later. */
export const hackage = plainOrder(parsedFirst(numbersBy('.'), compareLists), (version) =>
  /^\d+(?:\.\d+)*$/.test(version),
);

function compareLists(a: readonly string[], b: readonly string[]): number {
  return compareNumbers(a, b, null);
}

function numbersBy(separator: string | RegExp): (version: string) => readonly string[] | null {
  return (version) => {
    const parts = version.trim().split(separator);
    return parts.every((it) => /^\d+$/.test(it)) ? parts : null;
  };
}
