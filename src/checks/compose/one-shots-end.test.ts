import { expect, it } from 'vitest';
import { readCompose } from '../../sensors/static-compose.ts';
import { EXAMPLE_ROOT, judged, judgedOn, memoryFiles } from '../../../test/kit/index.ts';
import { objections } from '../../../test/kit/compose-rules.ts';
import check from './one-shots-end.ts';

it.each([
  [
    'services:\n  web:\n    image: web\n    depends_on: { job: { condition: service_completed_successfully } }\n  job:\n    image: job\n    restart: unless-stopped\n',
    ['7: others wait until job has ended, but it is always started again'],
  ],
  [
    'services:\n  web:\n    image: web\n    depends_on: { job: { condition: service_completed_successfully } }\n  job: { image: job, restart: on-failure }\n',
    [],
  ],
  [
    'services:\n  web:\n    image: web\n    depends_on: { job: { condition: service_started } }\n  job: { image: job, restart: always }\n',
    [],
  ],
  [
    'services:\n  web:\n    image: web\n    depends_on: { job: { condition: service_completed_successfully } }\n  job: { image: job, restart: always, deploy: { restart_policy: { condition: none } } }\n',
    [],
  ],
  [
    'services:\n  web:\n    image: web\n    restart: always\n    depends_on: { job: { condition: service_completed_successfully } }\n  job: { image: job, restart: "" }\n',
    [],
  ],
  [
    'services:\n  web:\n    image: web\n    depends_on: { job: { condition: service_completed_successfully } }\n  base:\n    image: job\n    restart: always\n  job: { extends: { service: base } }\n',
    ['7: others wait until job has ended, but it is always started again'],
  ],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});

it('points at the file that has the last word', () => {
  const base =
    'services:\n  web:\n    image: web\n    depends_on: { job: { condition: service_completed_successfully } }\n';
  const texts = (first: string, last: string) => ({
    'compose.yaml': `${base}  job:\n    image: job\n    restart: ${first}\n`,
    'compose.override.yaml': `services:\n  job:\n    restart: ${last}\n`,
  });
  const said = (first: string, last: string) => {
    const files = memoryFiles(EXAMPLE_ROOT, texts(first, last));
    const names = ['compose.yaml', 'compose.override.yaml'];
    const compose = readCompose(files, { folder: EXAMPLE_ROOT, files: names, variables: {}, profiles: [] });
    const verdict = judged(check, { compose });
    return verdict.status === 'fail' ? verdict.findings.map(({ evidence: [first] }) => first) : verdict.status;
  };
  expect(said('on-failure', 'always')).toMatchObject([{ at: { file: 'compose.override.yaml', startLine: 3 } }]);
  expect(said('always', 'always')).toMatchObject([{ at: { file: 'compose.override.yaml', startLine: 3 } }]);
  expect(said('always', '"no"')).toBe('pass');
});

it('points at the service where no file says which line counts', () => {
  const text =
    'services:\n  web:\n    image: web\n    depends_on: { job: { condition: service_completed_successfully } }\n  job: { image: job, restart: always }\n';
  const files = memoryFiles(EXAMPLE_ROOT, { 'compose.yaml': text });
  const read = readCompose(files, { folder: EXAMPLE_ROOT, files: ['compose.yaml'], variables: {}, profiles: [] });
  const { services = [] } = read.model ?? {};
  expect(judged(check, { compose: { ...read, model: { services } } })).toMatchObject({
    findings: [{ reason: 'never-ends', evidence: [{ text: 'job:', at: { startLine: 5 } }] }],
  });
});

it('says nothing of a project that does not load', async () => {
  const compose = 'services:\n  web:\n    image: web\n    restart: always\nnonsense: 1\n';
  expect((await judgedOn(check, { compose })).status).toBe('pass');
});
