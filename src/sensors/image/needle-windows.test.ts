import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BodyKeeper } from './kept-body.ts';
import { NeedleWindows } from './needle-windows.ts';

it('keeps what follows the first of each needle, however the bytes come in', () => {
  const needles = ['ab', 'abc', 'cb'].map((it) => Buffer.from(it));
  fc.assert(
    fc.property(fc.stringMatching(/^[abc]{0,30}$/), fc.array(fc.integer({ min: 1, max: 6 })), (text, cuts) => {
      const windows = new NeedleWindows(needles);
      let at = 0;
      for (const cut of [...cuts, text.length]) {
        windows.add(Buffer.from(text.slice(at, at + cut)));
        at += cut;
      }
      const expected = needles.flatMap((it) =>
        text.includes(it.toString()) ? [text.slice(text.indexOf(it.toString()))] : [],
      );
      expect(windows.end().map(String).sort()).toEqual(expected.sort());
    }),
  );
});

it('keeps programs whole up to 32 MiB, and of larger ones the front and where their readers look', () => {
  const magic = Buffer.from([0xff, ...Buffer.from(' Go buildinf:')]);
  const kept = (megabytes: number, needleAt: number) => {
    const body = Buffer.alloc(megabytes << 20);
    body.write('\x7fELF', 'latin1');
    magic.copy(body, needleAt);
    const keeper = new BodyKeeper();
    keeper.begin('/bin/large', body.length, 0);
    for (let at = 0; at < body.length; at += 1_000_000) keeper.add(body.subarray(at, at + 1_000_000));
    return keeper.end();
  };
  expect(kept(20, 18 << 20)).toMatchObject({ isWhole: true, windows: [] });
  for (const at of [(8 << 20) - 20, (8 << 20) - 5, 8 << 20, 30_999_995]) {
    const { isWhole, head, windows } = kept(40, at);
    expect([isWhole, head.length]).toEqual([false, 8 << 20]);
    expect(windows?.map((it) => [it.length, it.subarray(0, magic.length).equals(magic)])).toEqual([[1 << 20, true]]);
  }
});
