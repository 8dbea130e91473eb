import { defineCheck, finding, passUnless, type Sources, seen, z } from '../kit.ts';
import {
  at,
  type ComposeModel,
  type ComposeReference,
  eachServiceMutant,
  isVerdict,
  lineIn,
  lineOf,
  loaded,
  serviceExample,
  withBind,
  withRaw,
} from './shared.ts';

const KINDS = ['networks', 'volumes', 'secrets', 'configs'] as const;
const MISSING = '/tickproof-missing/settings.conf';
const how = (what: string) => z.enum(['shown', 'refused']).default('shown').describe(`${what}: shown, or a fault`);

export default defineCheck({
  id: 'compose/clean-machine',
  version: 2,
  title: 'The project needs nothing that a fresh machine does not have',
  why: 'What is `external`, ignored by git or beside the folder was made by hand on the machine where it worked; `up` refuses everywhere else.',
  remedy:
    'Let the project make its own networks, volumes, secrets and configs: drop `external`. Commit the files that it names, or give them under `provided` where whoever deploys brings them along.',
  references: [
    'https://docs.docker.com/reference/compose-file/volumes/#external',
    'https://docs.docker.com/reference/compose-file/services/#env_file',
  ],
  reads: ['compose.files', 'compose.problems', 'compose.model', 'compose.references'],
  params: z.strictObject({
    provided: z
      .array(z.string())
      .default([])
      .describe('Paths, as the files name them, that whoever deploys brings along'),
    folders: how('Folders of the host that are not there, which the engine makes as root'),
    names: how('Fixed container names, which two copies of the project cannot both have'),
    ports: how('Fixed ports of the host'),
  }),
  reasons: ['external-missing', 'file-missing', 'fixed-name', 'fixed-port'],
  example: serviceExample('web', { image: 'web:1.0' }),
  mutants: KINDS.map((kind) => ({
    level: 'S' as const,
    title: `an external entry of ${kind}`,
    reason: 'external-missing' as const,
    edit: (sources: Sources) => withExternal(sources, kind),
  })),
  mutantsFor: ({ compose }, { names, ports }) => [
    ...eachServiceMutant(compose, 'file-missing', 'a mounted file that is not there', (it) => withBind(it, MISSING)),
    ...(names === 'shown'
      ? []
      : eachServiceMutant(compose, 'fixed-name', 'a fixed name', (it) => ({ ...it, containerName: 'tickproof' }))),
    ...(ports === 'shown'
      ? []
      : eachServiceMutant(compose, 'fixed-port', 'a fixed port', (it) => ({
          ...withRaw(it, {}),
          ports: [...it.ports, { target: 1, published: '8080', protocol: 'tcp' }],
        }))),
  ],

  judge: ({ compose }, { provided, folders, names, ports }) => {
    const { references = [] } = compose;
    const wanted = references.filter((it) => it.state !== 'there' && !provided.includes(it.path));
    const lacking = wanted.filter(({ needed }) => needed || folders === 'refused').map(fileFinding);
    const model = loaded(compose);
    if (isVerdict(model)) return lacking.length > 0 ? passUnless(lacking, []) : model;
    const external = KINDS.flatMap((kind) => externalOf(model, kind).map((name) => [kind, name] as const));
    const named = fixedNames(model);
    const fixed = fixedPorts(model);
    return passUnless(
      [
        ...external.map((key) =>
          finding(
            'external-missing',
            `${key.join('.')} is external: a fresh machine has none`,
            lineOf(model, [...key, 'external']),
          ),
        ),
        ...lacking,
        ...unseenBinds(model, references),
        ...(names === 'refused' ? named.map(({ text, line }) => finding('fixed-name', text, line)) : []),
        ...(ports === 'refused' ? fixed.map(({ text, line }) => finding('fixed-port', text, line)) : []),
      ],
      model.services.length === 0
        ? []
        : [
            ...KINDS.map((kind) => seen.measure(kind, Object.keys(entriesOf(model, kind)).length, 'count')),
            ...references.map(({ owner, path, state }) => seen.value(`${owner}: ${path}`, WORDS[state])),
            ...[...named, ...fixed].map(({ text }) => seen.value('fixed', text)),
          ],
    );
  },
});

const WORDS = {
  there: 'there, and kept by git as far as it was asked',
  missing: 'not there',
  ignored: 'here, but ignored by git: a clone does not have it',
  outside: 'on this machine beside the project: another has none',
} as const;

function fileFinding({ kind, owner, path, state, at: place, text }: ComposeReference) {
  return finding(
    'file-missing',
    `${owner} needs ${kind === 'bind' ? 'the mounted' : `the ${kind}`} ${path}: ${WORDS[state]}`,
    place ? seen.place(text ?? path, place) : seen.value(owner, path),
  );
}

/** Mounts that are not on the list of what was looked for: nothing says that they are there. */
function unseenBinds(model: ComposeModel, references: readonly ComposeReference[]) {
  const looked = references.filter(({ kind }) => kind === 'bind');
  const known = (source: string) =>
    looked.some(({ path }) => path === '.' || source === path || source.endsWith(`/${path}`));
  return model.services.flatMap((service) =>
    service.volumes.flatMap(({ type, source = '' }, index) =>
      type !== 'bind' || known(source)
        ? []
        : [
            finding(
              'file-missing',
              `services.${service.name} needs the mounted ${source}: not there`,
              lineIn(model, service, 'volumes', index),
            ),
          ],
    ),
  );
}

function fixedNames(model: ComposeModel) {
  return model.services.flatMap((service) =>
    service.containerName === undefined
      ? []
      : [
          {
            text: `${service.name} is always called ${service.containerName}`,
            line: lineIn(model, service, 'container_name'),
          },
        ],
  );
}

function fixedPorts(model: ComposeModel) {
  return model.services.flatMap((service) =>
    service.ports.flatMap(({ published, target }, index) =>
      published === undefined || published === '' || published === '0'
        ? []
        : [
            {
              text: `${service.name} takes port ${published} of the host for ${target}`,
              line: lineIn(model, service, 'ports', index),
            },
          ],
    ),
  );
}

function entriesOf(model: ComposeModel, kind: (typeof KINDS)[number]): Readonly<Record<string, unknown>> {
  return { ...(model.raw[kind] as Record<string, unknown> | undefined) }; // a mapping, as the client prints it
}

function externalOf(model: ComposeModel, kind: (typeof KINDS)[number]): string[] {
  return Object.entries(entriesOf(model, kind)).flatMap(([name, entry]) =>
    at(entry, 'external') === true ? [name] : [],
  );
}

function withExternal(sources: Sources, kind: (typeof KINDS)[number]): Sources | null {
  const { model } = sources;
  if (!model) return null;
  const entries = { ...entriesOf(model, kind), 'tickproof-external': { external: true } };
  return { ...sources, model: { ...model, raw: { ...model.raw, [kind]: entries } } };
}
