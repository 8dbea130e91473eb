import { expect, it } from 'vitest';
import { modelOf } from '../../formats/compose/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import { judged } from '../../../test/kit/index.ts';
import { type Sources } from '../kit.ts';
import check from './build-secrets.ts';

const on = (secrets: unknown, text: string, build: object = {}) =>
  judged(check, {
    compose: {
      files: ['compose.yaml'],
      problems: [],
      model: modelOf(
        { services: { web: { build: { context: '/srv', ...(secrets === undefined ? {} : { secrets }), ...build } } } },
        { placeOf: () => ({ file: 'compose.yaml', startLine: 1, endLine: 1 }), writtenOf: () => ({}) },
      ),
    },
    dockerfile: dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} }),
  });

const wants = (mount: string) => `FROM a\nRUN --mount=type=secret,${mount} make\n`;

it('objects to a secret that a step cannot do without, and that the service does not give', () => {
  for (const mount of ['id=token,required', 'id=token,required=true', 'target=/run/secrets/token,required=true'])
    expect(on(undefined, wants(mount))).toMatchObject({
      status: 'fail',
      findings: [
        {
          reason: 'secret-missing',
          message: 'web gives no build secret `token`, without which line 2 of its Dockerfile fails',
        },
      ],
    });
});

it('objects to a name beside those that the service gives, with the one that may be meant', () => {
  expect(on([{ source: 'npm_token' }], wants('id=npm-token'))).toMatchObject({
    status: 'fail',
    findings: [
      { message: 'web gives no build secret `npm-token` (line 2 of its Dockerfile), did you mean `npm_token`?' },
    ],
  });
  expect(on(['other'], wants('id=token'))).toMatchObject({
    findings: [{ message: 'web gives no build secret `token` (line 2 of its Dockerfile)' }],
  });
});

it('takes a secret by its source, its target or the end of that', () => {
  for (const given of [['token'], [{ source: 'token' }], [{ source: 'a', target: 'token' }]])
    expect(on(given, wants('id=token,required=true'))).toMatchObject({ status: 'pass' });
  expect(on([{ source: 'token', target: '/run/secrets/token' }], wants('id=token'))).toMatchObject({ status: 'pass' });
});

it('leaves alone what the step can do without where the service gives no secrets', () => {
  expect(on(undefined, wants('id=token'))).toMatchObject({ status: 'inapplicable' });
  expect(on(undefined, wants('id=token,required=false'))).toMatchObject({ status: 'inapplicable' });
  expect(on(['a'], 'FROM a\nRUN --mount=type=cache,id=token,target=/x make\n')).toMatchObject({
    status: 'inapplicable',
  });
  expect(on(undefined, wants('required=true'))).toMatchObject({ status: 'inapplicable' });
});

it('is broken where the service gives another secret than the step mounts, needed or not', () => {
  for (const mount of ['id=token', 'id=token,required']) {
    const model = modelOf(
      { services: { web: { build: { context: '/srv', secrets: ['token'] } } } },
      { placeOf: () => ({ file: 'compose.yaml', startLine: 1, endLine: 1 }), writtenOf: () => ({}) },
    );
    const dockerfile = dockerfileFactsOf({ path: 'Dockerfile', text: wants(mount), target: null, args: {} });
    const compose = { files: ['compose.yaml'], problems: [], model };
    expect(judged(check, { compose, dockerfile }).status).toBe('pass');
    const [mutant] = check.mutantsFor?.({ compose, dockerfile }, {}) ?? [];
    const edited = mutant?.level === 'S' ? mutant.edit({ model } as Sources, {})?.model : null;
    expect(judged(check, { compose: { ...compose, model: edited }, dockerfile })).toMatchObject({
      status: 'fail',
      findings: [{ reason: mutant?.reason }],
    });
  }
});

it('looks at the stages that the service is built from', () => {
  const text =
    'FROM a AS one\nRUN --mount=type=secret,id=token,required x\nFROM a AS two\nFROM a AS three\nCOPY --from=one b c\n';
  expect(on(undefined, text, { target: 'two' })).toMatchObject({ status: 'inapplicable' });
  expect(on(undefined, text, { target: 'three' })).toMatchObject({ status: 'fail' });
});

it('reads an id that a variable holds as not known', () => {
  expect(on(undefined, 'FROM a\nARG ID\nRUN --mount=type=secret,id=$ID,required x\n')).toMatchObject({
    status: 'inapplicable',
  });
});
