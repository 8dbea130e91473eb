import { createHash, generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { imageFromExample } from './mutants.ts';

const KEY = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs1', format: 'pem' });
const STATUS = 'Package: keys\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n';
const md5 = createHash('md5').update(KEY).digest('hex');

const sighted = (files: Readonly<Record<string, string>>) =>
  imageFromExample({
    layers: [Object.entries(files).map(([path, text]) => ({ path, text, type: 'file' as const }))],
  }).secrets.map(({ confidence }) => confidence);

it('takes a key for published where it is just what a package brought', () => {
  const listed = { '/var/lib/dpkg/status': STATUS, '/var/lib/dpkg/info/keys.md5sums': `${md5}  srv/keys/key.pem\n` };
  expect(sighted({ ...listed, '/srv/keys/key.pem': String(KEY) })).toEqual(['low']);
  expect(sighted({ ...listed, '/srv/keys/key.pem': `${String(KEY)}\n# changed\n` })).toEqual(['high']);
  expect(sighted({ ...listed, '/srv/own/key.pem': String(KEY) })).toEqual(['high']);
});
