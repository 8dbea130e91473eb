import { describe, expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { type AnyCheck } from '../../domain/index.ts';
import { modelOf } from '../../formats/compose/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import { type Sources } from '../kit.ts';
import buildArgs from './build-args.ts';
import buildSecrets from './build-secrets.ts';
import buildTarget from './build-target.ts';
import { instructionsOf, servicesOf, withBuild } from './built.ts';
import healthyImage from './healthy-image.ts';
import mountOverInstall from './mount-over-install.ts';
import portsOfImage from './ports-of-image.ts';

const services = (of: object) =>
  modelOf(
    { services: of },
    { placeOf: () => ({ file: 'compose.yaml', startLine: 1, endLine: 1 }), writtenOf: () => ({}) },
  );
const dockerfileAt = (path: string, text: string | null = 'FROM a\n') =>
  dockerfileFactsOf({ path, text, target: null, args: {} });
const namesFor = (of: object, path: string) => servicesOf(services(of), dockerfileAt(path)).map(({ name }) => name);
const service = (keys: object) => {
  const [it] = services({ web: keys }).services;
  if (!it) throw new Error('no service');
  return it;
};

describe('the services of a Dockerfile', () => {
  it.each([
    [{ context: '/srv' }, '/srv/Dockerfile'],
    [{ context: '/srv/' }, 'Dockerfile'],
    [{ context: './web/.' }, 'web/Dockerfile'],
    [{ context: '/srv', dockerfile: './docker//web.Dockerfile' }, '/srv/docker/web.Dockerfile'],
    [{ context: '/srv', dockerfile: '../Dockerfile' }, '/Dockerfile'],
    [{ context: '/srv/a/b', dockerfile: '../../x/Dockerfile' }, '/srv/x/Dockerfile'],
    [{ context: '/srv', dockerfile: '/etc/build/Dockerfile' }, '/etc/build/Dockerfile'],
    [{ context: '/srv/app' }, 'app/Dockerfile'],
  ])('are those that are built from it: %j from %s', (build, path) => {
    expect(namesFor({ web: { build } }, path)).toEqual(['web']);
  });

  it.each([
    [{ context: '/srv' }, '/srv/web/Dockerfile'],
    [{ context: '/srv/app' }, 'pp/Dockerfile'],
    [{ context: '/srv', dockerfile: '/etc/build/Dockerfile' }, '/srv/etc/build/Dockerfile'],
    [{ context: '/srv', dockerfile_inline: 'FROM a' }, '/srv/Dockerfile'],
    [{ context: 'git@example.org:a/b' }, 'Dockerfile'],
    [{ context: 'github.com/a/b' }, 'Dockerfile'],
    [{ context: 'ssh://example.org/a' }, 'Dockerfile'],
  ])('are not those that are built from another: %j from %s', (build, path) => {
    expect(namesFor({ web: { build } }, path)).toEqual([]);
  });

  it('are those of the very path where there are such, else all of the one that can be meant', () => {
    const of = { top: { build: { context: '.' } }, api: { build: { context: '/srv/api' } }, db: { image: 'db' } };
    expect(namesFor(of, 'Dockerfile')).toEqual(['top']);
    expect(namesFor({ a: { build: { context: '/srv' } }, b: { build: { context: '/srv' } } }, 'Dockerfile')).toEqual([
      'a',
      'b',
    ]);
    expect(
      namesFor({ a: { build: { context: '/srv/a' } }, b: { build: { context: '/srv/b' } } }, 'Dockerfile'),
    ).toEqual([]);
  });

  it('keep apart what lies above and what lies here', () => {
    const of = { above: { build: { context: '../x' } }, here: { build: { context: 'x' } } };
    expect(namesFor(of, '../x/Dockerfile')).toEqual(['above']);
    expect(namesFor(of, 'x/Dockerfile')).toEqual(['here']);
  });
});

describe('a service', () => {
  const text = 'FROM a AS base\nRUN b\nFROM base AS next\nRUN c\nFROM d\nRUN e\n';
  const linesOf = (build: object) =>
    instructionsOf(service({ build: { context: '.', ...build } }), dockerfileAt('Dockerfile', text)).map(
      ({ at }) => at.startLine,
    );

  it('is the stage that it names with what that goes on from, or the last one', () => {
    expect(linesOf({ target: 'next' })).toEqual([2, 4]);
    expect(linesOf({ target: '' })).toEqual([6]);
    expect(linesOf({})).toEqual([6]);
    expect(linesOf({ target: 'other' })).toEqual([]);
  });

  it('keeps the other keys of its build', () => {
    const built = (build: unknown) => withBuild({ ...service({}), raw: { build } }, { target: 'x' }).raw.build;
    expect(built({ context: '.', target: 'y' })).toEqual({ context: '.', target: 'x' });
    for (const none of [undefined, null, '.']) expect(built(none)).toEqual({ target: 'x' });
  });
});

describe.each<{ check: AnyCheck }>([
  { check: buildArgs },
  { check: buildSecrets },
  { check: buildTarget },
  { check: healthyImage },
  { check: mountOverInstall },
  { check: portsOfImage },
])('$check.id', ({ check }) => {
  const compose = { files: ['compose.yaml'], problems: [], model: null };
  const dockerfile = dockerfileAt('Dockerfile');

  it('does not apply without a compose file, and is not judged where the project does not load', () => {
    expect(judged(check, { compose: { ...compose, files: [] }, dockerfile }).status).toBe('inapplicable');
    expect(judged(check, { compose, dockerfile }).status).toBe('inconclusive');
  });

  it('is broken by nothing where no service is built from the Dockerfile', () => {
    const facts = { compose: { ...compose, model: services({ web: { image: 'web' } }) }, dockerfile };
    expect(check.mutantsFor?.(facts as never, {}) ?? []).toEqual([]);
  });
});

describe('what breaks a claim', () => {
  const titles = (check: AnyCheck, keys: object, text: string) => {
    const model = services({ web: { build: { context: '.' }, ...keys } });
    const facts = {
      compose: { files: ['compose.yaml'], problems: [], model },
      dockerfile: dockerfileAt('Dockerfile', text),
    };
    return (check.mutantsFor?.(facts as never, {}) ?? []).map(({ title }) => title);
  };

  it('is a folder over what is installed, where something is', () => {
    expect(titles(mountOverInstall, {}, 'FROM a\nRUN true\n')).toEqual([]);
    expect(titles(mountOverInstall, {}, 'FROM a\nWORKDIR /a\nRUN npm ci\n')).toEqual([
      'web: a folder of the host over everything',
    ]);
  });

  it('is another port, where ports are exposed and the service does not say what runs', () => {
    expect(titles(portsOfImage, {}, 'FROM a\nEXPOSE 80\n')).toEqual(['web: a port that is not exposed']);
    expect(titles(portsOfImage, {}, 'FROM a\n')).toEqual([]);
    expect(titles(portsOfImage, { command: ['serve'] }, 'FROM a\nEXPOSE 80\n')).toEqual([]);
  });

  it('is another secret, where a step of the service mounts one', () => {
    const mounts = 'FROM a\nRUN --mount=type=secret,id=token make\n';
    expect(titles(buildSecrets, {}, mounts)).toEqual(['web: another secret than the one that is mounted']);
    expect(titles(buildSecrets, {}, 'FROM a\nRUN make\n')).toEqual([]);
    expect(titles(buildSecrets, { build: { context: '.', dockerfile: 'other' } }, mounts)).toEqual([]);
  });

  it('is a last stage without a health check, where there is a Dockerfile', () => {
    const edited = (dockerfile: string | null) =>
      healthyImage.mutants.map((it) => (it.level === 'S' ? it.edit({ dockerfile } as Sources, {})?.dockerfile : ''));
    expect(edited(null)).toEqual([undefined]);
    expect(edited('FROM a\n')).toEqual([expect.stringContaining('FROM scratch\nHEALTHCHECK NONE')]);
  });
});
