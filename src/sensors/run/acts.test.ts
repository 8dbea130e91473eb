import { describe, expect, it } from 'vitest';
import type { Act } from '../../domain/index.ts';
import { argvOf, bindOf, HELPER_PATH, healthOf, needsRoot } from './acts.ts';

const SERVICE = ['node', 'server.js', '--port=80'];

describe('what the helper program is told', () => {
  const cases: readonly (readonly [Act, readonly string[]])[] = [
    [{ do: 'exit', code: 3 }, ['exit', '3']],
    [{ do: 'exit', code: 0, afterMs: 1500 }, ['exit', '0', '1500']],
    [{ do: 'sleep' }, ['sleep']],
    [{ do: 'serve', port: 8080, status: 500, body: '{"ok":false}' }, ['serve', '8080', '500', '{"ok":false}']],
    [{ do: 'serve', port: 80, status: 200, body: '', loopback: true }, ['serve', '80', '200', '', 'loopback']],
    [{ do: 'print', stream: 'stderr', text: '-- CRITICAL' }, ['print', 'stderr', '-- CRITICAL', '--', ...SERVICE]],
    [{ do: 'print', stream: 'stdout', text: 'bye', exit: 1 }, ['print', 'stdout', 'bye', 'exit', '1']],
    [{ do: 'wait', ms: 200.2 }, ['wait', '201', '--', ...SERVICE]],
    [{ do: 'write', path: '/x' }, ['write', '/x', 'app:app', '--', ...SERVICE]],
    [{ do: 'allocate', bytes: 1e21 }, ['allocate', '1000000000000000000000', '--', ...SERVICE]],
    [{ do: 'spin' }, ['spin', '--', HELPER_PATH, 'spin', '--', ...SERVICE]],
    [{ do: 'listen', port: 9999 }, ['listen', '9999', '--', ...SERVICE]],
    [{ do: 'hold' }, ['hold', '--', ...SERVICE]],
  ];

  it.each(cases)('%j', (act, told) => {
    expect(argvOf(act, SERVICE, 'app:app')).toEqual([HELPER_PATH, ...told]);
  });

  it('a service without a user of its own stays root', () => {
    expect(argvOf({ do: 'write', path: '/x' }, ['a'])).toEqual([HELPER_PATH, 'write', '/x', '', '--', 'a']);
  });

  it('only an act that writes where the service may not needs root', () => {
    expect(cases.filter(([act]) => needsRoot(act)).map(([act]) => act.do)).toEqual(['write']);
  });

  it('a health check does the act and becomes nothing', () => {
    expect(healthOf({ do: 'exit', code: 1 })).toEqual(['CMD', HELPER_PATH, 'exit', '1']);
    expect(healthOf({ do: 'wait', ms: 9000 })).toEqual(['CMD', HELPER_PATH, 'wait', '9000', '--']);
  });

  it('the program is mounted read-only', () => {
    expect(bindOf('/cache/helper')).toBe(`/cache/helper:${HELPER_PATH}:ro`);
  });
});
