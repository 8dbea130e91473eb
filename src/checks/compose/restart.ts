import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import {
  at,
  type ComposeService,
  eachServiceMutant,
  isOneShot,
  isVerdict,
  lineIn,
  loaded,
  scalarText,
  serviceExample,
  withRaw,
} from './shared.ts';

export default defineCheck({
  id: 'compose/restart',
  version: 1,
  title: 'Services come back by themselves',
  why: 'Without a restart policy one crash, or a reboot of the machine, ends the service until somebody notices.',
  remedy: 'Add `restart: unless-stopped`.',
  references: ['https://docs.docker.com/reference/compose-file/services/#restart'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  reasons: ['no-restart'],
  lint: { severity: 'info', profile: 'strict' },
  example: serviceExample('web', { image: 'web:1.0', restart: 'unless-stopped' }),
  mutants: [],
  mutantsFor: ({ compose }) =>
    eachServiceMutant(
      compose,
      'no-restart',
      'no restart policy',
      (service) => ({ ...withRaw(service, { deploy: null }), restart: 'no' }),
      (service, model) => !isOneShot(service, model),
    ),

  judge: ({ compose }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const asked = model.services.filter((service) => !isOneShot(service, model));
    return passUnless(
      asked
        .filter((service) => policyOf(service) === 'no')
        .map((service) =>
          finding('no-restart', `${service.name} has no restart policy`, lineIn(model, service, 'restart')),
        ),
      asked.map((service) => seen.value(`restart of ${service.name}`, policyOf(service))),
      'there is no service that has to stay up',
    );
  },
});

/** `deploy.restart_policy` goes before `restart`. */
function policyOf({ raw, restart }: ComposeService): string {
  const policy = at(raw, 'deploy', 'restart_policy');
  if (policy === undefined || policy === null) return restart ?? 'no';
  const condition = at(policy, 'condition') ?? 'any';
  return condition === 'none' ? 'no' : scalarText(condition);
}
