import { expect, it } from 'vitest';
import { modelOf } from '../../formats/compose/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import { readCompose } from '../../sensors/static-compose.ts';
import { EXAMPLE_ROOT, judged, memoryFiles } from '../../../test/kit/index.ts';
import check from './build-target.ts';

const on = (services: object, text: string | null, path = 'Dockerfile') =>
  judged(check, {
    compose: {
      files: ['compose.yaml'],
      problems: [],
      model: modelOf(
        { services },
        { placeOf: () => ({ file: 'compose.yaml', startLine: 1, endLine: 1 }), writtenOf: () => ({}) },
      ),
    },
    dockerfile: dockerfileFactsOf({ path, text, target: null, args: {} }),
  });

const web = (build: object) => ({ web: { build } });

it('objects to a stage that the Dockerfile does not have', () => {
  const text = 'FROM a AS build\nFROM b\n';
  expect(on(web({ context: '/srv', target: 'bulid' }), text)).toMatchObject({
    findings: [{ reason: 'target-missing' }],
  });
  expect(on(web({ context: '/srv', target: 'BUILD' }), text)).toMatchObject({ status: 'pass' });
  expect(on(web({ context: '/srv', target: '1' }), text)).toMatchObject({ status: 'fail' }); // stages have names, no numbers
});

it('objects to a Dockerfile that is not there', () => {
  expect(on(web({ context: '/srv' }), null)).toMatchObject({ findings: [{ reason: 'dockerfile-missing' }] });
});

it('says nothing of what is built from another file, from elsewhere or from the compose file itself', () => {
  for (const build of [
    { context: '/srv', dockerfile: 'Other' },
    { context: 'https://example.org/a.git' },
    { context: '/srv', dockerfile_inline: 'FROM a' },
  ])
    expect(on(web(build), null)).toMatchObject({ status: 'inapplicable' });
});

it('leaves open which of two files is meant', () => {
  const services = { a: { build: { context: '/srv/a' } }, b: { build: { context: '/srv/b' } } };
  expect(on(services, null)).toMatchObject({ status: 'inapplicable' });
  expect(on(services, null, '/srv/b/Dockerfile')).toMatchObject({
    findings: [{ message: 'the Dockerfile of b is not there' }],
  });
});

it('points at the line that names the Dockerfile, or at the build', () => {
  const lineOf = (build: string, path: string) => {
    const files = memoryFiles(EXAMPLE_ROOT, { 'compose.yaml': `services:\n  web:\n    image: web\n${build}` });
    const verdict = judged(check, {
      compose: readCompose(files, { folder: EXAMPLE_ROOT, files: ['compose.yaml'], variables: {}, profiles: [] }),
      dockerfile: dockerfileFactsOf({ path, text: null, target: null, args: {} }),
    });
    const [first] = verdict.status === 'fail' ? verdict.findings[0].evidence : [];
    return first?.kind === 'source' ? first.at.startLine : null;
  };
  expect(lineOf('    build: .\n', 'Dockerfile')).toBe(4);
  expect(lineOf('    build:\n      context: .\n      dockerfile: web.Dockerfile\n', 'web.Dockerfile')).toBe(6);
});

it('asks no stage of a Dockerfile that has none at all', () => {
  expect(on(web({ context: '/srv', target: 'final' }), '# nothing yet\n')).toMatchObject({ status: 'pass' });
});
