import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './no-add-remote.ts';

it.each([
  'FROM a\nADD https://example.com/x.tar.gz /\n',
  'FROM a\nADD "https://example.com/x" /\n',
  'FROM a\nADD ["https://example.com/x", "/"]\n',
  'FROM a\nADD git@example.com:x/y.git /src\n',
  'FROM a\nADD https://example.com/x.git#main /src\n',
  'FROM a\nARG URL=https://example.com/x\nADD ${URL} /\n',
  'FROM a AS b\nADD https://example.com/x /\nFROM a\nCOPY --from=b /x /\n',
])('fails %j', (text) => {
  expect(judged(check, text)).toMatchObject({ status: 'fail', findings: [{ reason: 'remote-add' }] });
});

it.each([
  'FROM a\nRUN ls\n',
  'FROM a\nADD rootfs.tar.gz /\n',
  'FROM a\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/x /\n',
  'FROM a\nADD https://example.com/x.git#0123456789012345678901234567890123456789 /src\n',
  'FROM a AS unused\nADD https://example.com/x /\nFROM a\nRUN ls\n',
])('passes %j', (text) => {
  expect(judged(check, text).status).toBe('pass');
});
