import { expect, it } from 'vitest';
import { judged, outcomesOn } from '../../../test/kit/index.ts';
import { plant } from '../kit.ts';
import check from './no-source-maps.ts';

const files = [{ path: '/app/a.js', type: 'file', sizeBytes: 1, mode: 0o644, uid: 0, gid: 0, layer: 0 }];
const map = (path: string, inline = false) => ({ path, layer: 1, inline, sources: 3 });
const on = (maps: readonly object[], params: Readonly<Record<string, unknown>> = {}) =>
  judged(check, { image: { sourceMaps: maps, files } }, params);

it('points at maps with sources, in files and inline', () => {
  expect(on([map('/app/a.js.map'), map('/app/a.js', true)])).toMatchObject({
    status: 'fail',
    findings: [
      { reason: 'source-map', evidence: [{ path: '/app/a.js.map', layer: 1 }] },
      { message: expect.stringContaining('inline') },
    ],
  });
});

it('leaves published packages alone unless told otherwise', () => {
  expect(on([map('/app/node_modules/x/y.js.map')]).status).toBe('pass');
  expect(on([map('/app/node_modules/x/y.js.map')], { except: [] }).status).toBe('fail');
});

it('looks below the given places only', () => {
  expect(on([map('/opt/a.js.map')], { under: ['/app'] }).status).toBe('pass');
});

it('does not apply to an empty image', () => {
  expect(judged(check, { image: { sourceMaps: [], files: [] } }).status).toBe('inapplicable');
});

it('counts a map in any of the places, and is proved in each of them', async () => {
  const under = ['/app', '/opt', '/srv'];
  expect(on([map('/opt/a.js.map')], { under }).status).toBe('fail');
  const layers = [[plant('/app/a.js', { text: '0;\n', mode: 0o644 })]];
  expect(await outcomesOn(check, { image: { layers }, params: { under } })).toEqual({
    'a map with its sources': 'killed',
    'an inline map': 'killed',
    'a map with its sources in /opt': 'killed',
    'a map with its sources in /srv': 'killed',
  });
});
