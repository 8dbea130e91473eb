import type { DockerfileFacts } from '../../domain/index.ts';
import { mountsOf, nearest, reachableFrom, targetStage } from '../../formats/index.ts';
import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import { servicesOf, targetOf, withBuild } from './built.ts';
import { at, type ComposeService, eachServiceMutant, isVerdict, lineIn, loaded, serviceExample } from './shared.ts';

interface Wanted {
  readonly id: string;
  readonly required: boolean;
  readonly line: number;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The secrets that the steps of a service's build mount; those whose name a variable holds are not known. */
function wantedBy(service: ComposeService, { source: { stages } }: Pick<DockerfileFacts, 'source'>): readonly Wanted[] {
  const reached = reachableFrom(stages, targetStage(stages, targetOf(service)));
  const steps = stages.filter(({ index }) => reached.has(index)).flatMap(({ body }) => body);
  return steps.flatMap((step) =>
    mountsOf(step).flatMap(({ type, id, target, required }) => {
      const name = id ?? nameOf(target ?? '');
      const isKnown = type === 'secret' && name !== '' && !name.includes('$');
      return isKnown ? [{ id: name, required, line: step.at.startLine }] : [];
    }),
  );
}

/** Every name that a secret under `build.secrets` may go by. */
function givenBy({ raw }: ComposeService): readonly string[] {
  const secrets = at(raw, 'build', 'secrets');
  if (!Array.isArray(secrets)) return [];
  return secrets.flatMap((it: unknown) => {
    if (typeof it === 'string') return [it];
    const names = [at(it, 'source'), at(it, 'target')].filter((name) => typeof name === 'string');
    return names.flatMap((name) => [name, nameOf(name)]);
  });
}

function objection({ name }: ComposeService, { id, required, line }: Wanted, given: readonly string[]): string {
  const near = nearest(id, given);
  const hint = near === null ? '' : `, did you mean \`${near}\`?`;
  const where = required ? `, without which line ${line} of its Dockerfile fails` : ` (line ${line} of its Dockerfile)`;
  return `${name} gives no build secret \`${id}\`${where}${hint}`;
}

export default defineCheck({
  id: 'compose/build-secrets',
  version: 1,
  title: 'Every secret that a build mounts is given by the service that is built',
  why: 'A secret that nobody gives is not mounted: the step goes on without it, or fails where it says `required`.',
  remedy: 'Name the secret under `build.secrets` and under `secrets`, by the id that `--mount=type=secret,id=…` has.',
  references: ['https://docs.docker.com/reference/compose-file/build/#secrets'],
  reads: ['compose.files', 'compose.problems', 'compose.model', 'dockerfile.file', 'dockerfile.source'],
  reasons: ['secret-missing'],
  lint: { severity: 'warning', profile: 'default' },
  example: {
    ...serviceExample('web', { build: { context: '.', secrets: [{ source: 'token' }] } }),
    dockerfile: 'FROM node:22\nRUN --mount=type=secret,id=token,required=true npm ci\n',
  },
  mutants: [],
  mutantsFor: ({ compose, dockerfile }) =>
    eachServiceMutant(
      compose,
      'secret-missing',
      'another secret than the one that is mounted',
      (service) => withBuild(service, { secrets: [{ source: 'tickproof_missing' }] }),
      (service, model) => servicesOf(model, dockerfile).includes(service) && wantedBy(service, dockerfile).length > 0,
    ),

  judge: ({ compose, dockerfile }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const services = dockerfile.file.present ? servicesOf(model, dockerfile) : [];
    const judged = services.flatMap((service) => {
      const given = givenBy(service);
      const wanted = wantedBy(service, dockerfile);
      return wanted
        .filter(({ required }) => required || given.length > 0)
        .map((it) => ({ service, given, wanted: it }));
    });
    return passUnless(
      judged
        .filter(({ given, wanted }) => !given.includes(wanted.id))
        .map(({ service, given, wanted }) =>
          finding('secret-missing', objection(service, wanted, given), lineIn(model, service, 'build', 'secrets')),
        ),
      judged.map(({ service, wanted }) => seen.value(`build secret of ${service.name}`, wanted.id)),
      'no service gives a secret to this Dockerfile, and no step needs one',
    );
  },
});
