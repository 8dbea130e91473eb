import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './host-gateway.ts';
import { project, serviceExample } from './shared.ts';

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

it('does not apply where the name is not used', () => {
  expect(judgedOnService({}).status).toBe('inapplicable');
  expect(judgedOnService({ environment: { NO_PROXY: 'localhost,host.docker.internal' } }).status).toBe('inapplicable');
  expect(judgedOnService({ environment: { A: 'http://my-host.docker.internal' } }).status).toBe('inapplicable');
});

it("does not take the host's own network for a mapping: on Linux the name is not there either", () => {
  expect(judgedOnService({ environment: { A: 'host.docker.internal' }, network_mode: 'host' }).status).toBe('fail');
});

const projectOf = (services: object, more = {}) =>
  judged(check, { compose: { ...project('services:\n', { name: 'p', services, ...more }).facts?.compose } });

it('knows names that another service gives', () => {
  const web = { environment: { A: 'http://host.docker.internal' } };
  expect(projectOf({ web, proxy: { networks: { default: { aliases: ['host.docker.internal'] } } } }).status).toBe(
    'pass',
  );
  const sharing = { ...web, network_mode: 'service:vpn' };
  expect(projectOf({ web: sharing, vpn: { extra_hosts: ['host.docker.internal=host-gateway'] } }).status).toBe('pass');
  expect(projectOf({ web: sharing, vpn: {} }).status).toBe('fail');
});

it('reads configs that are written into the file', () => {
  const configs = { app: { content: 'api = "http://host.docker.internal:1"' } };
  expect(projectOf({ web: { configs: [{ source: 'app' }] } }, { configs })).toMatchObject({
    findings: [{ message: expect.stringContaining('(config app)') }],
  });
});
