import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './archives-by-add.ts';

it('objects to an archive that is copied and then unpacked', () => {
  expect(linesOf(check, 'FROM a\nCOPY app.tar.gz /tmp/\nRUN cd /tmp && tar -xzf app.tar.gz\n')).toEqual([2]);
  expect(linesOf(check, 'COPY a/b.tar /c.tar\nRUN tar --extract --file /c.tar\n')).toEqual([1]);
  expect(linesOf(check, 'COPY x.gz /x/\nRUN gunzip /x/x.gz\n')).toEqual([1]);
});

it('knows tar without a dash, JSON and folders of Windows', () => {
  expect(linesOf(check, 'COPY ["a.tgz", "/b/"]\nRUN tar xf /b/a.tgz\n')).toEqual([1]);
  expect(linesOf(check, 'COPY dir\\x.tar c:\\y\nRUN tar -xf "c:\\y\\x.tar"\n')).toEqual([1]);
});

it('looks into every stage', () => {
  expect(linesOf(check, 'FROM a\nCOPY x.tar /\nRUN tar -xf /x.tar\nFROM b\n')).toEqual([2]);
});

it('lets an archive be that is not unpacked, or comes from another stage', () => {
  expect(linesOf(check, 'COPY x.tar /\nRUN tar -cf /y.tar /z\n')).toEqual([]);
  expect(linesOf(check, 'COPY --from=b /x.tar /\nRUN tar -xf /x.tar\n')).toEqual([]);
  expect(linesOf(check, 'COPY x.tar /\nRUN tar -xf /other.tar\n')).toEqual([]);
  expect(linesOf(check, 'COPY x.tar /\nFROM b\nRUN tar -xf /x.tar\n')).toEqual([]);
  expect(linesOf(check, 'RUN tar -xf /x.tar\nCOPY x.tar /\n')).toEqual([]);
});

it('lets what ADD does not unpack be', () => {
  expect(linesOf(check, 'COPY x.zip /\nRUN unzip /x.zip\n')).toEqual([]);
});

it('lets an archive be that is packed, listed or copied', () => {
  for (const line of ['tar -tf /x.tar', 'tar --list --file /x.tar', 'cp -x /x.tar /y', 'tar -xf /y.tar'])
    expect(linesOf(check, `COPY x.tar /\nRUN ${line}\n`)).toEqual([]);
});

it('names the first of several', () => {
  expect(judged(check, 'FROM a\nCOPY a.tar b.tar /x/\nRUN tar -xf /x/a.tar && tar -xf /x/b.tar\n')).toMatchObject({
    findings: [{ message: '`a.tar` is copied and unpacked later' }],
  });
});
