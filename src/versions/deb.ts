import { plainOrder } from './constraint.ts';
import { isDigit, isLetter, isNumber } from './digits.ts';
import { evrOf } from './evr.ts';

const EPOCH_LIMIT = 2_147_483_647;

/** Debian and Ubuntu, `[epoch:]upstream[-revision]` of deb-version(7). */
export const deb = plainOrder(compare, isValid);

function compare(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [evrOf(a), evrOf(b)];
  return (
    compareRuns(left.epoch ?? '', right.epoch ?? '') ||
    compareRuns(left.version, right.version) ||
    compareRuns(left.release ?? '', right.release ?? '')
  );
}

/** Runs of other characters and of digits in turn; an end counts as a zero. */
function compareRuns(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    while (isOther(a, i) || isOther(b, j)) {
      const order = weight(a, i) - weight(b, j);
      if (order !== 0) return order;
      i += 1;
      j += 1;
    }
    while (a[i] === '0') i += 1;
    while (b[j] === '0') j += 1;
    let first = 0;
    while (isDigit(a.charCodeAt(i)) && isDigit(b.charCodeAt(j))) {
      first ||= a.charCodeAt(i) - b.charCodeAt(j);
      i += 1;
      j += 1;
    }
    if (isDigit(a.charCodeAt(i))) return 1;
    if (isDigit(b.charCodeAt(j))) return -1;
    if (first !== 0) return first;
  }
  return 0;
}

function isOther(text: string, i: number): boolean {
  return i < text.length && !isDigit(text.charCodeAt(i));
}

/** `~` before the end, the end before letters, letters before everything else. */
function weight(text: string, i: number): number {
  if (!isOther(text, i)) return 0;
  const code = text.charCodeAt(i);
  if (code === 0x7e) return -1;
  return isLetter(code) ? code : code + 256;
}

function isValid(version: string): boolean {
  const { epoch, version: upstream, release: revision } = evrOf(version);
  if (epoch !== null && !(isNumber(epoch) && Number(epoch) <= EPOCH_LIMIT)) return false;
  // Rebuilt RPMs keep their underscore (`4.el6.x86_64`): dpkg would not, but sources write it.
  if (revision !== null && !/^[A-Za-z0-9.+~_]+$/.test(revision)) return false;
  return /^[0-9][A-Za-z0-9.+~:-]*$/.test(upstream);
}
