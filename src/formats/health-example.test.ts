import { expect, it } from 'vitest';
import { healthRemedy } from './health-example.ts';

it.each([
  [['node', 'server.js'], '["node", "healthcheck.js"]'],
  [['/usr/local/bin/npm', 'start'], '["node", "healthcheck.js"]'],
  [['python3.11', '-m', 'http.server'], '["python3.11", "healthcheck.py"]'],
  [['/bin/sh', '-c', 'exec gunicorn app:app'], '["python", "healthcheck.py"]'],
  [['docker-entrypoint.sh', 'node', 'server.js'], '["node", "healthcheck.js"]'],
])('writes the example for %j with the runtime that is there: %s', (command, example) => {
  expect(healthRemedy(command)).toContain(`HEALTHCHECK CMD ${example}`);
});

it.each([[[]], [['/app/server']], [['nginx', '-g', 'daemon off;']], [['/opt/node/server']], [['__proto__', '']]])(
  'has none for %j, whose runtime nobody knows',
  (command) => {
    expect(healthRemedy(command)).toBeNull();
  },
);
