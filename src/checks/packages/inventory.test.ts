import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import { plant } from '../kit.ts';
import check from './inventory.ts';
import { CANARY, canaries } from './shared.ts';

const layers = check.example.image?.layers ?? [];
const with_ = (...more: ReturnType<typeof plant>[]) => judgedOn(check, { image: { layers: [...layers, more] } });

it('lists packages by type, and the largest', async () => {
  const verdict = await judgedOn(check, {
    image: { layers: [...layers, [plant('/app/node_modules/greeting/index.js', { sizeBytes: 5000 })]] },
  });
  expect(verdict).toMatchObject({
    status: 'pass',
    evidence: [
      { value: 2 },
      { value: 2 },
      {
        title: 'Packages by type',
        rows: [
          ['npm', '1', expect.anything()],
          ['deb', '1', '–'],
        ],
      },
      { title: 'What each layer brought', rows: [['0', '2', expect.stringContaining('greeting 1.0.0')]] },
      { title: 'The largest packages', rows: [['greeting', '1.0.0', 'npm', expect.anything(), '2', '0']] },
    ],
  });
});

it('points at metadata that cannot be read', async () => {
  expect(await with_(plant('/app/node_modules/other/package.json', { text: '{"name":' }))).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'unreadable', evidence: [{ path: '/app/node_modules/other/package.json' }] }],
  });
});

it('points at a database that names no package', async () => {
  expect(await with_(plant('/lib/apk/db/installed', { text: '\n\n' }))).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'unlisted', evidence: [{ path: '/lib/apk/db/installed' }] }],
  });
});

it.each(Object.entries(canaries))('sees a package that is planted as %s installs it', async (type, files) => {
  expect(await with_(...files('MIT'))).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'canary', message: expect.stringContaining(`pkg:${type}/${CANARY}@1.0.0`) }],
  });
});

it('does not call an image without packages clean', async () => {
  expect((await judgedOn(check, { image: { layers: [[plant('/server', { text: 'x' })]] } })).status).toBe(
    'inapplicable',
  );
});
