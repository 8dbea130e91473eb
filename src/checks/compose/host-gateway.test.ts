import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './host-gateway.ts';
import { serviceExample } from './shared.ts';

const judgedOnService = (keys: object) =>
  judged(check, { compose: { ...serviceExample('web', { image: 'a:1', ...keys }).facts?.compose } });

it('fails where the name is used and not mapped', () => {
  const command = ['serve', '--api', 'http://host.docker.internal:1'];
  expect(judgedOnService({ command })).toMatchObject({
    findings: [{ reason: 'host-name-unresolved', message: expect.stringContaining('(command)') }],
  });
});

it('takes either spelling of the mapping', () => {
  const environment = { A: 'http://host.docker.internal' };
  expect(judgedOnService({ environment, extra_hosts: ['host.docker.internal:host-gateway'] }).status).toBe('pass');
});

it('does not apply where the name is not used, or not needed', () => {
  expect(judgedOnService({}).status).toBe('inapplicable');
  expect(judgedOnService({ environment: { A: 'host.docker.internal' }, network_mode: 'host' }).status).toBe(
    'inapplicable',
  );
});
