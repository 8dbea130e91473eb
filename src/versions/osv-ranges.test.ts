import { describe, expect, it } from 'vitest';
import { affects, type OsvEvent, orderOf, sameEcosystem, type VersionOrder } from './index.ts';

function named(name: string): VersionOrder {
  const order = orderOf(name);
  if (order === null) throw new Error(`${name} has no order`);
  return order;
}

const ranged = (...events: readonly OsvEvent[]) => ({ ranges: [{ type: 'ECOSYSTEM', events }] });

describe('what a record of OSV affects', () => {
  it('is all from 0 up to the version that mends it, that one excluded', () => {
    const affected = ranged({ introduced: '0' }, { fixed: '2:1.4-3' });
    const inside = ['0~~1', '1.4-3', '2:1.4-2', '2:1.4-3', '2:1.4-4'].map((it) => affects(affected, it, named('deb')));
    expect(inside).toEqual([true, true, true, false, false]);
  });

  it('includes the last affected version', () => {
    const affected = ranged({ introduced: '1.2.0' }, { last_affected: '1.4.0' });
    const inside = ['1.1.9', '1.2.0', '1.4.0', '1.4.1'].map((it) => affects(affected, it, named('npm')));
    expect(inside).toEqual([false, true, true, false]);
  });

  it('does not depend on the order of the events', () => {
    const affected = ranged({ fixed: '4.0' }, { introduced: '3.0' }, { fixed: '1.5' }, { introduced: '0' });
    const inside = ['1.4', '1.5', '2.0', '3.1', '4.0'].map((it) => affects(affected, it, named('pypi')));
    expect(inside).toEqual([true, false, false, true, false]);
  });

  it('goes on where one range ends and the next begins at the same version', () => {
    const affected = ranged({ introduced: '1' }, { fixed: '2' }, { introduced: '2' }, { fixed: '3' });
    expect(affects(affected, '2.5', named('maven'))).toBe(true);
    expect(affects(affected, '3', named('maven'))).toBe(false);
  });

  it('ends before a limit', () => {
    const affected = ranged({ introduced: '0' }, { limit: 'v2.0.0' });
    expect(affects(affected, 'v1.9.0', named('Go'))).toBe(true);
    expect(affects(affected, 'v2.0.0', named('Go'))).toBe(false);
    expect(affects(ranged({ introduced: '0' }, { limit: '*' }), 'v2.0.0', named('Go'))).toBe(true);
  });

  it('takes listed versions in addition, to the letter', () => {
    const affected = { ...ranged({ introduced: '3' }, { fixed: '4' }), versions: ['1.0-beta'] };
    expect(affects(affected, '1.0-beta', named('gem'))).toBe(true);
    expect(affects(affected, '1.0', named('gem'))).toBe(false);
  });

  it('may be any version where that is not known', () => {
    expect(affects(ranged({ introduced: '1' }), ' ', named('npm'))).toBe(true);
    expect(affects({ versions: ['1.0.0'] }, '', named('npm'))).toBe(true);
    expect(affects({}, '', named('npm'))).toBe(false);
  });

  it('is nothing by commits, nor without an event that introduces', () => {
    const commits = { ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] };
    expect(affects(commits, '1.0.0', named('npm'))).toBe(false);
    expect(affects(commits, '', named('npm'))).toBe(false);
    expect(affects(ranged({ fixed: '2.0.0' }, {}), '1.0.0', named('npm'))).toBe(false);
  });
});

describe('the ecosystem of a record', () => {
  it('covers its own release, and all where it names none', () => {
    expect(sameEcosystem('Debian:12', 'Debian:12')).toBe(true);
    expect(sameEcosystem('Debian', 'Debian:12')).toBe(true);
    expect(sameEcosystem('Debian:11', 'Debian:12')).toBe(false);
    expect(sameEcosystem('Debian:12', 'Debian')).toBe(false);
    expect(sameEcosystem('Red Hat:enterprise_linux:8::baseos', 'Red Hat:enterprise_linux:8::baseos')).toBe(true);
    expect(sameEcosystem('npm', 'PyPI')).toBe(false);
  });
});
