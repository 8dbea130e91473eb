import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import type { ComposePath } from '../../domain/index.ts';
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

it('names what uses it, and shows where that is written', () => {
  const at = { file: 'compose.yaml', startLine: 7, endLine: 7 };
  const line = { file: 'compose.yaml', startLine: 9, endLine: 9 };
  const environment = { A: 'http://host.docker.internal:1', B: null, C: 'other' };
  const configs = { app: { content: 'http://host.docker.internal' }, other: { content: 'http://localhost' } };
  const web = {
    environment,
    entrypoint: ['a'],
    healthcheck: { test: ['CMD', 'host.docker.internal'] },
    configs: ['app', 'other'],
  };
  const { model, ...rest } =
    project('services:\n', { name: 'p', services: { web, db: {} }, configs }).facts?.compose ?? {};
  const placeOf = (path: ComposePath) =>
    path.join('.') === 'services.web.healthcheck' ? { at: line, text: '    healthcheck:', via: [] } : null;
  const judgedAs = (more: object) =>
    judged(check, {
      compose: { ...rest, model: { ...model, placeOf, services: model?.services.map((it) => ({ ...it, ...more })) } },
    });
  expect(judgedAs({ writtenAt: { A: at } })).toMatchObject({
    findings: [
      {
        message: 'web uses host.docker.internal (A, healthcheck, config app) and does not map it',
        evidence: [{ text: 'A: http://host.docker.internal:1', at }],
      },
    ],
  });
  expect(judgedAs({ environment: {} })).toMatchObject({
    findings: [{ evidence: [{ text: '    healthcheck:', at: line }] }],
  });
});

it('knows its own name for one that other services are called by', () => {
  const web = { environment: { A: 'http://host.docker.internal' } };
  expect(projectOf({ web, 'host.docker.internal': {} }).status).toBe('pass');
  expect(projectOf({ web, db: { container_name: 'host.docker.internal' } }).status).toBe('pass');
  expect(projectOf({ web, db: { extra_hosts: ['host.docker.internal=host-gateway'] } }).status).toBe('fail');
  expect(projectOf({ web: { ...web, extra_hosts: ['host.docker.internal.example=1.2.3.4'] } }).status).toBe('fail');
});
