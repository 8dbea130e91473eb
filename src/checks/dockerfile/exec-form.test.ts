import { expect, it } from 'vitest';
import { linesOf, lookedAt, mended } from '../../../test/kit/rules.ts';
import check from './exec-form.ts';

it('objects to shell form, in HEALTHCHECK too', () => {
  expect(linesOf(check, 'FROM a\nENTRYPOINT b\nCMD c d\nHEALTHCHECK --interval=3s CMD e\n')).toEqual([2, 3, 4]);
});

it('minds no SHELL and needs no FROM', () => {
  expect(linesOf(check, 'SHELL ["/bin/bash", "-c"]\nCMD c\n')).toEqual([2]);
});

it('takes a broken array for shell form', () => {
  expect(linesOf(check, "FROM a\nCMD ['b']\n")).toEqual([2]);
});

it('lets arrays be', () => {
  expect(
    linesOf(check, 'FROM a\nCMD [ "a", \\\n  "b" ]\nHEALTHCHECK CMD ["c"]\nHEALTHCHECK NONE\nENTRYPOINT []\n'),
  ).toEqual([]);
});

it('writes plain words as an array', () => {
  expect(mended(check, 'FROM a\nHEALTHCHECK --retries=2 CMD c --d=e\nCMD node server.js\n')).toBe(
    'FROM a\nHEALTHCHECK --retries=2 CMD ["c", "--d=e"]\nCMD ["node", "server.js"]\n',
  );
});

it('leaves alone what needs a shell', () => {
  expect(mended(check, 'FROM a\nCMD a && b\n')).toBe('FROM a\nCMD a && b\n');
  expect(mended(check, 'FROM a\nCMD echo "$X"\n')).toBe('FROM a\nCMD echo "$X"\n');
  expect(mended(check, 'FROM a\nCMD cd /x\n')).toBe('FROM a\nCMD cd /x\n');
  expect(mended(check, 'FROM a\nCMD A=1 b\n')).toBe('FROM a\nCMD A=1 b\n');
  expect(mended(check, 'FROM a\nSHELL ["pwsh", "-c"]\nCMD b\n')).toBe('FROM a\nSHELL ["pwsh", "-c"]\nCMD b\n');
});

it('leaves alone what would be read otherwise beside CMD or ENTRYPOINT, and Windows', () => {
  expect(mended(check, 'FROM a\nENTRYPOINT b\nCMD c\n')).toBe('FROM a\nENTRYPOINT b\nCMD c\n');
  expect(mended(check, '# escape=`\nFROM a\nCMD c\n')).toBe('# escape=`\nFROM a\nCMD c\n');
});

it('looks at what has a form', () => {
  expect(lookedAt(check, 'FROM a\nHEALTHCHECK NONE\nCMD ["a"]\n')).toEqual([3]);
});
