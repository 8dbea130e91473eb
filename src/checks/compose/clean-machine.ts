import { defineCheck, finding, passUnless, type Sources, seen } from '../kit.ts';
import { at, type ComposeModel, isVerdict, loaded, serviceExample } from './shared.ts';

const KINDS = ['networks', 'volumes', 'secrets', 'configs'] as const;

export default defineCheck({
  id: 'compose/clean-machine',
  version: 1,
  title: 'The project needs nothing that a fresh machine does not have',
  why: 'What is `external` was made by hand on the machine where it worked; `up` refuses everywhere else.',
  remedy: 'Let the project make its own networks, volumes, secrets and configs: drop `external`.',
  references: ['https://docs.docker.com/reference/compose-file/volumes/#external'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  reasons: ['external-missing'],
  example: serviceExample('web', { image: 'web:1.0' }),
  mutants: KINDS.map((kind) => ({
    level: 'S' as const,
    title: `an external entry of ${kind}`,
    reason: 'external-missing' as const,
    edit: (sources: Sources) => withExternal(sources, kind),
  })),

  judge: ({ compose }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const external = KINDS.flatMap((kind) => externalOf(model, kind).map((name) => ({ kind, name })));
    const [first] = compose.files;
    return passUnless(
      external.map(({ kind, name }) =>
        finding(
          'external-missing',
          `${kind}.${name} is external: a fresh machine has none`,
          seen.value(first ?? 'compose', `${kind}.${name}`),
        ),
      ),
      model.services.length === 0
        ? []
        : KINDS.map((kind) => seen.measure(kind, Object.keys(entriesOf(model, kind)).length, 'count')),
    );
  },
});

function entriesOf(model: ComposeModel, kind: (typeof KINDS)[number]): Readonly<Record<string, unknown>> {
  if (kind === 'networks' || kind === 'volumes') return model[kind];
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
  const raw = { ...model.raw, [kind]: entries };
  return {
    ...sources,
    model: { ...model, raw, ...(kind === 'networks' || kind === 'volumes' ? { [kind]: entries } : {}) },
  };
}
