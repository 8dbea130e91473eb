import { plainOrder } from './constraint.ts';
import { isStrict, compareSemver, readLoosely, type Semver } from './semver.ts';

/** Go modules and toolchains: `v1.2.3`, pseudo-versions, `go1.22rc1`. What is none comes first, one like the other. */
export const go = plainOrder(compare, (version) => version.startsWith('v') && read(version) !== null);

function compare(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [read(a), read(b)];
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return compareSemver(left, right);
}

/** With or without the `v`, which advisories leave away; only a whole version has a pre-release. */
function read(version: string): Semver | null {
  const toolchain = /^(?:go)?(\d+(?:\.\d+){1,2})(rc|beta)(\d+)$/.exec(version);
  if (toolchain !== null) {
    const [, numbers = '', word = '', count = ''] = toolchain;
    return { numbers: numbers.split('.'), pre: [word, count], build: [] };
  }
  const text = version.replace(/^(?:v|go)/, '');
  if (/^\d+(?:\.\d+)?$/.test(text)) return isStrict(padded(text)) ? readLoosely(text) : null;
  return isStrict(text) ? readLoosely(text) : null;
}

function padded(text: string): string {
  return text.includes('.') ? `${text}.0` : `${text}.0.0`;
}
