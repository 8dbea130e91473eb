import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import check from './copied-is-not-ignored.ts';

async function linesOf(dockerfile: string, ignore: string): Promise<number[]> {
  const verdict = await judgedOn(check, { dockerfile, ignore, context: [] });
  if (verdict.status !== 'fail') return [];
  return verdict.findings.map(({ evidence: [first] }) => (first.kind === 'source' ? first.at.startLine : 0));
}

it('objects to a source that a rule takes away, or the folder that it is in', async () => {
  const text = 'FROM a\nARG F=x\nCOPY --chown=1 $F b /\nADD dir/y /\nCOPY ["./x", "/"]\nCOPY z /x\n';
  expect(await linesOf(text, 'x\ndir\n')).toEqual([3, 4, 5]);
});

it('knows nothing of other stages, addresses and heredocs', async () => {
  const text = 'FROM a AS s\nFROM a\nCOPY --from=s x /\nADD https://x.org/x /\nCOPY <<x /\nx\nx\n';
  expect(await linesOf(text, '**/x\n')).toEqual([]);
});

it('takes the whole context for ignored only where everything is', async () => {
  expect(await linesOf('FROM a\nCOPY . /\n', '.*\n')).toEqual([]);
  expect(await linesOf('FROM a\nCOPY . /\nCOPY / /\n', '*\n')).toEqual([2, 3]);
  expect(await linesOf('FROM a\nCOPY . /\n', '*\n!x\n')).toEqual([]);
});

it('lets an exception speak for what it may bring back, and for nothing else', async () => {
  expect(await linesOf('FROM a\nCOPY sub/a /\n', 'sub\n!sub/b\n')).toEqual([2]);
  expect(await linesOf('FROM a\nCOPY sub /\nCOPY sub/b /\nCOPY sub/* /\n', 'sub\n!sub/b\n')).toEqual([]);
});

it('knows that a later rule takes away again what an exception lets in', async () => {
  expect(await linesOf('FROM a\nCOPY sub/a /\n', '*\n!**/a\nsub\n')).toEqual([2]);
});

it('says nothing where the builder refuses the ignore file', async () => {
  expect(await linesOf('FROM a\nCOPY x /\n', 'x\n[\n')).toEqual([]);
});

it('does not apply where nothing is copied', async () => {
  expect(await judgedOn(check, { dockerfile: 'FROM a\n', ignore: 'x\n', context: [] })).toMatchObject({
    status: 'inapplicable',
  });
});

it('tells sources from options and from heredocs, whether these are expanded or not', async () => {
  const heredocs = ['COPY --chown=x <<E x /', '1', 'E', 'COPY --chown=x <<"E" x <<F /', '2', 'E', '3', 'F'].join('\n');
  expect(await linesOf(`FROM a\n${heredocs}\nCOPY --chown=x y /x\nCOPY\n`, 'x\n')).toEqual([2, 5]);
});

it('takes the whole context for ignored where one of the rules says so, and an exception for as good before the next rule', async () => {
  expect(await linesOf('FROM a\nCOPY . /\n', 'b\n*\nc\n')).toEqual([2]);
  expect(await linesOf('FROM a\nCOPY sub /\n', 'sub\n!sub/b\nother\n')).toEqual([]);
});

it('shows the first three of what is copied', async () => {
  const dockerfile = 'FROM a\nCOPY a /\nCOPY b /\nCOPY --from=c c /\nADD d /\nCOPY e /\n';
  expect(await judgedOn(check, { dockerfile, ignore: 'x\n', context: [] })).toMatchObject({
    status: 'pass',
    evidence: [{ at: { startLine: 2 } }, { at: { startLine: 3 } }, { at: { startLine: 5 } }],
  });
});
