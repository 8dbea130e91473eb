import { expect, it } from 'vitest';
import { objections } from '../../../test/kit/compose-rules.ts';
import check from './no-inert-keys.ts';

it.each([
  [
    'services:\n  web:\n    image: web\n    deploy:\n      update_config: { parallelism: 2 }\n      placement: { constraints: [node.role==manager] }\n',
    [
      '6: `deploy.placement` of web has no effect outside a swarm',
      '5: `deploy.update_config` of web has no effect outside a swarm',
    ],
  ],
  ['services:\n  web:\n    image: web\n    deploy: { replicas: 2, resources: { limits: { memory: 1g } } }\n', []],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});
