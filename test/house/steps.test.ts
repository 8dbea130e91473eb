import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const LIB = join(import.meta.dirname, '../../scripts/lib.sh');

/** What a shell prints that has sourced the scripts' common part, and its status. */
function told(line: string) {
  const { stdout, status } = spawnSync('bash', ['-c', `PROGRAM=test; . "$1"; ${line}`, 'bash', LIB], {
    encoding: 'utf8',
  });
  return {
    status,
    lines: stdout
      .trimEnd()
      .split('\n')
      .map((it) => it.replace(/\d+\.\d s$/, 'N s')),
  };
}

it('tells of a step that says something by name at its beginning and at its end', () => {
  expect(told("aloud 'making it' echo half")).toEqual({
    status: 0,
    lines: ['▸ making it …', 'half', '▸ making it: done in N s'],
  });
  expect(told("aloud 'making it' false")).toEqual({
    status: 1,
    lines: ['▸ making it …', '▸ making it: failed after N s'],
  });
});

it('tells of a step that says nothing in one line', () => {
  expect(told("quietly /dev/null 'making it' echo half")).toEqual({ status: 0, lines: ['▸ making it … N s'] });
});
