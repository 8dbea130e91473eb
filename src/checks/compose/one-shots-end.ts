import { at, isOneShot } from './shared.ts';
import { defineRule, inServices, sighting } from './rule.ts';

export default defineRule({
  id: 'compose/one-shots-end',
  title: 'What others wait to end is not started again',
  why: 'A service with `restart: always` is started again whenever it ends: it never completes, and whoever waits for `service_completed_successfully` waits for ever.',
  remedy: 'Write `restart: "no"` or `on-failure` for the service that is to end.',
  references: ['https://docs.docker.com/reference/compose-file/services/#depends_on'],
  severity: 'error',
  reason: 'never-ends',
  good: 'services:\n  web:\n    image: web:1.0\n    depends_on: { job: { condition: service_completed_successfully } }\n  job:\n    image: job:1.0\n    restart: on-failure\n',
  bad: {
    section: 'services',
    keys: 'image: "job:1.0", restart: always}\n  tickproof-waits: {image: "web:1.0", depends_on: {tickproof-planted: {condition: service_completed_successfully}}',
  },
  looksAt: (written) => inServices(written, 'restart').map(({ entry }) => entry.keySpan),
  find: (written, { model }) =>
    inServices(written, 'restart').flatMap(({ service: name, entry }) => {
      const service = model?.services.find((it) => it.name === name);
      if (!model || !service || !isOneShot(service, model)) return [];
      if (!['always', 'unless-stopped'].includes(service.restart ?? '') || at(service.raw, 'deploy', 'restart_policy'))
        return [];
      return [sighting(written, entry.keySpan, `others wait until ${name} has ended, but it is always started again`)];
    }),
});
