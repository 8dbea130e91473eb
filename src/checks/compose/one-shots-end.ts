import { at, type ComposeModel, isOneShot } from './shared.ts';
import { defineRule, inServices, sighting } from './rule.ts';

const ENDLESS: ReadonlySet<string | undefined> = new Set(['always', 'unless-stopped']);

/** Names of the services that others wait to end, and that are started again whenever they do. */
function endlessIn(model: ComposeModel): readonly string[] {
  const endless = model.services.filter(
    (it) => isOneShot(it, model) && ENDLESS.has(it.restart) && !at(it.raw, 'deploy', 'restart_policy'),
  );
  return endless.map(({ name }) => name);
}

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
  find: (written, { model }) => {
    const endless = model ? endlessIn(model) : [];
    return inServices(written, 'restart')
      .filter(({ service }) => endless.includes(service))
      .map(({ service, entry }) =>
        sighting(written, entry.keySpan, `others wait until ${service} has ended, but it is always started again`),
      );
  },
});
