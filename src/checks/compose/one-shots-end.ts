import { at, type ComposeModel, type ComposeService, isOneShot } from './shared.ts';
import { defineRule, inServices } from './rule.ts';

const ENDLESS: ReadonlySet<string | undefined> = new Set(['always', 'unless-stopped']);

/** The services that others wait to end, and that are started again whenever they do. */
function endlessIn(model: ComposeModel): readonly ComposeService[] {
  return model.services.filter(
    (it) => isOneShot(it, model) && ENDLESS.has(it.restart) && !at(it.raw, 'deploy', 'restart_policy'),
  );
}

/** Where the policy that counts is written: of several files the last, of a service that extends another that one. */
function policyOf(model: ComposeModel, { name, at: whole }: ComposeService) {
  return model.placeOf?.(['services', name, 'restart']) ?? { at: whole, text: `${name}:` };
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
    if (!model) return [];
    return endlessIn(model)
      .map((service) => {
        const { at: place, text } = policyOf(model, service);
        return {
          at: place,
          text,
          message: `others wait until ${service.name} has ended, but it is always started again`,
        };
      })
      .filter(({ at: { file } }) => file === written.file);
  },
});
