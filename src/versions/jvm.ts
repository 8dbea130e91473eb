import { plainOrder } from './constraint.ts';
import { parsedFirst } from './digits.ts';
import { compareSemver, type Semver } from './semver.ts';

/** `1.8.0_131-b11` is 8.0.131, as `8.0-update131` and `8.0.131+11` are. */
const FORM =
  /^(\d+)(?:\.(\d+))?(?:\.(\d+))?((?:\.\d+)*)(?:[_-](?:update)?_?(\d+))?(?:-(?!b\d)([A-Za-z][0-9A-Za-z]*))?(?:[-+].*)?$/s;

/** Java runtimes: JEP 223, and what was before it. */
export const jvm = plainOrder(parsedFirst(read, compareSemver), (version) => read(version) !== null);

function read(version: string): Semver | null {
  const text = version.trim();
  const found = FORM.exec(text.startsWith('1.') ? text.slice(2) : text);
  if (found === null) return null;
  const [, major = '0', minor = '0', patch = '0', more = '', update, pre] = found;
  const third = update !== undefined && /^0*$/.test(patch) ? update : patch;
  return {
    numbers: [major, minor, third, ...more.split('.').slice(1)],
    pre: pre === undefined ? [] : [pre],
    build: [],
  };
}
