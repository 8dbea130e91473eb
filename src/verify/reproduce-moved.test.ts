import { expect, it } from 'vitest';
import { certifiedRecord } from '../../test/golden/record.ts';
import { movedTo, seenFrom } from './reproduce-moved.ts';

it.each([
  ['tickproof inspect dockerfile ../shop', '../shop', '.', 'tickproof inspect dockerfile .'],
  ['tickproof verify shop --only CVE-1', 'shop', '/srv/shop', 'tickproof verify /srv/shop --only CVE-1'],
  [
    'docker build -t IMAGE -f ./Dockerfile .',
    '.',
    'my shop',
    "docker build -t IMAGE -f 'my shop/Dockerfile' 'my shop'",
  ],
  [
    "time docker build --no-cache -t IMAGE -f 'my shop/a/D' 'my shop/a'",
    'my shop',
    '.',
    'time docker build --no-cache -t IMAGE -f ./a/D ./a',
  ],
  ["echo >> 'it'\\''s/app.js'", "it's", 'shop', 'echo >> shop/app.js'],
  [
    'A="$(openssl rand -hex 32)" docker compose --project-directory . -f ./compose.yaml -f ./b.yaml exec -T app grep -f ./x .',
    '.',
    '../shop',
    'A="$(openssl rand -hex 32)" docker compose --project-directory ../shop -f ../shop/compose.yaml -f ../shop/b.yaml exec -T app grep -f ./x .',
  ],
  [
    'curl -i "http://$(docker compose --project-directory . -f ./c.yaml port app 80)"/health',
    '.',
    'shop',
    'curl -i "http://$(docker compose --project-directory shop -f shop/c.yaml port app 80)"/health',
  ],
])('names the folder of `%s`, which was %s, as %s', (line, from, to, moved) => {
  expect(movedTo(line, from, to)).toBe(moved);
  expect(movedTo(moved, to, from)).toBe(line);
});

it.each([
  "docker inspect --format '{{json .State.Health}}' by-hand",
  'docker run --rm --entrypoint ls IMAGE . ./dockerfile .',
  "docker run --rm --entrypoint sh IMAGE -c 'docker build -f ./Dockerfile .'",
  'curl -i -X POST --data-raw \'{"a": "-f ./x"}\' "http://127.0.0.1:80"/',
  "export A='-f ./x'",
  "an odd ' quote and a \\",
])('leaves `%s` as it is', (line) => {
  expect(movedTo(line, '.', 'shop')).toBe(line);
});

it('takes no folder for another that begins like it', () => {
  expect(movedTo('tickproof inspect dockerfile shop2', 'shop', '.')).toBe('tickproof inspect dockerfile shop2');
});

it('shows a record as if its folder had been named so, and keeps the rest', () => {
  const { inputs } = certifiedRecord;
  const elsewhere = {
    ...certifiedRecord,
    subject: '/home/me/shop',
    inputs: { ...inputs, criteria: { ...inputs.criteria, path: '/home/me/shop/tickproof.yaml' } },
    ticks: certifiedRecord.ticks.map((tick) => ({ ...tick, reproduce: ['tickproof inspect context /home/me/shop'] })),
  };
  const seen = seenFrom(elsewhere, '.');
  expect(JSON.stringify(seen)).not.toContain('/home/me');
  expect(seen).toMatchObject({ subject: '.', inputs: { criteria: { path: 'tickproof.yaml' } } });
  expect(seen.ticks[0]?.reproduce).toEqual(['tickproof inspect context .']);
  expect(seenFrom(seen, '/home/me/shop')).toMatchObject({ subject: '/home/me/shop' });
});
