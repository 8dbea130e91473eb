import { expect, it } from 'vitest';
import { modelOf } from '../../formats/compose/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import { judged } from '../../../test/kit/index.ts';
import check from './build-args.ts';

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

const web = (args: unknown) => ({ web: { build: { context: '/srv', args } } });

it('objects to an argument that no ARG declares, however it is written', () => {
  const text = 'ARG A\nFROM a:$A\nARG B=1\nONBUILD ARG C\n';
  for (const args of [{ A: '1', D: '2' }, ['A=1', 'D']])
    expect(on(web(args), text)).toMatchObject({
      status: 'fail',
      findings: [{ reason: 'arg-undeclared', message: 'web gives `D`, which its Dockerfile does not declare' }],
    });
  expect(on(web({ A: '1', B: '2', C: null, HTTP_PROXY: 'x', BUILDKIT_INLINE_CACHE: '1' }), text)).toMatchObject({
    status: 'pass',
  });
});

it('says nothing without arguments, and without the Dockerfile', () => {
  expect(on(web({}), 'FROM a\n')).toMatchObject({ status: 'inapplicable' });
  expect(on(web({ A: '1' }), null)).toMatchObject({ status: 'inapplicable' });
});

it('takes nothing else that sets a variable for an ARG, and looks behind one dash only', () => {
  expect(on(web({ D: '1' }), 'FROM a\nENV D=1\n')).toMatchObject({ status: 'fail' });
  expect(on(web(['A=1=2', 'B']), 'FROM a\nARG A\nARG B\n')).toMatchObject({
    status: 'pass',
    evidence: [{ value: 'A' }, { value: 'B' }],
  });
});
