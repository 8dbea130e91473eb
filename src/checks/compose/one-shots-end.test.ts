import { expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
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
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});

it('says nothing of a project that does not load', async () => {
  const compose = 'services:\n  web:\n    image: web\n    restart: always\nnonsense: 1\n';
  expect((await judgedOn(check, { compose })).status).toBe('pass');
});
