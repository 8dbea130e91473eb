import { at, type ComposeModel } from './shared.ts';
import { type ComposeEntry, type ComposeWritten, defineRule, entriesOf, entryAt, sighting } from './rule.ts';

const KINDS = ['networks', 'volumes', 'secrets', 'configs'] as const;

export default defineRule({
  id: 'compose/resources-used',
  title: 'Every network, volume, secret and config is used by a service',
  why: 'Compose drops what no service names without a word: most often a name is misspelt, or a service has lost its volume.',
  remedy: 'Let a service name it, or delete it.',
  references: ['https://docs.docker.com/reference/compose-file/volumes/'],
  severity: 'warning',
  reason: 'unused',
  good: 'services:\n  web:\n    image: web:1.0\n    volumes: ["data:/data"]\nvolumes:\n  data:\n',
  bad: { section: 'volumes', keys: '' },
  looksAt: (written) => resourcesIn(written).map(({ entry }) => entry.keySpan),
  find: (written, { model }) =>
    resourcesIn(written)
      .filter(({ kind, entry: { key } }) => model && !isUsed(model, kind, key))
      .map(({ kind, entry }) =>
        sighting(written, entry.keySpan, `no service uses the ${kind.slice(0, -1)} ${entry.key}`),
      ),
});

/** The implicit network is declared for its settings; a credential specification is kept in a config. */
function isUsed({ raw, services }: ComposeModel, kind: string, key: string): boolean {
  if (at(raw, kind, key) !== undefined || (kind === 'networks' && key === 'default')) return true;
  return services.some((service) => at(service.raw, 'credential_spec', 'config') === key);
}

function resourcesIn({ root }: ComposeWritten): readonly { kind: string; entry: ComposeEntry }[] {
  return KINDS.flatMap((kind) =>
    entriesOf(entryAt(root, kind)?.value)
      .filter(({ key }) => !key.startsWith('x-') && key !== '<<')
      .map((entry) => ({ kind, entry })),
  );
}
