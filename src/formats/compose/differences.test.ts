import { describe, expect, it } from 'vitest';
import { differencesOf } from './differences.ts';

const of = (ours: object, theirs: object) => differencesOf({ services: { web: ours } }, { services: { web: theirs } });

describe('what two releases print otherwise', () => {
  it.each([
    [{ secrets: [{ mode: '0440' }] }, { secrets: [{ mode: 288 }] }],
    [{ configs: [{ mode: '0555' }] }, { configs: [{ mode: 555 }] }],
    [{ command: null }, {}],
    [{ networks: { default: null } }, { networks: { default: {} } }],
    [{ volumes: [{ bind: { create_host_path: true } }] }, { volumes: [{}] }],
    [{ volumes: [{ bind: { create_host_path: true, selinux: 'z' } }] }, { volumes: [{ bind: { selinux: 'z' } }] }],
  ])('is the same: %j and %j', (ours, theirs) => {
    expect([of(ours, theirs), of(theirs, ours)]).toEqual([[], []]);
  });
});

describe('a difference', () => {
  it.each([
    [{ image: 'a' }, { image: 'b' }, 'image'],
    [{ image: 'a' }, {}, 'image'],
    [{ command: [] }, { command: null }, 'command'],
    [{ ports: [{ target: 1 }] }, { ports: [{ target: 2 }] }, 'ports.0.target'],
    [{ ports: [{ target: 1 }] }, { ports: [] }, 'ports'],
    [{ secrets: [{ mode: '0440' }] }, { secrets: [{ mode: 4 }] }, 'secrets.0.mode'],
    [{ secrets: [{ mode: '0440' }] }, { secrets: [{}] }, 'secrets.0.mode'],
    [{ bind: { create_host_path: true } }, { bind: { create_host_path: false } }, 'bind.create_host_path'],
    [{ scale: 1 }, { scale: '1' }, 'scale'],
  ])('of %j and %j is at its key', (ours, theirs, at) => {
    expect(of(ours, theirs).map(({ path }) => path.join('.'))).toEqual([`services.web.${at}`]);
  });

  it('names what each has there, and looks only at own keys', () => {
    expect(differencesOf({ constructor: 1 }, {})).toEqual([{ path: ['constructor'], ours: 1, theirs: undefined }]);
  });
});
