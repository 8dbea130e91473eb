import {
  defineCheck,
  type Evidence,
  finding,
  type ImageConfig,
  inapplicable,
  passUnless,
  plant,
  seen,
  whiteout,
  z,
} from '../kit.ts';
import { globs, pathMatcher } from './shared.ts';

// The canaries are put together here so that no scanner takes this file for a leak. They never opened anything: the key
// id spells what it is, and the seed of the Ed25519 key is the sentence below.
const CANARY_ID = ['AKIA', 'TICKPROOF', 'CANARY', '2'].join('');
const SEED = 'tickproof canary, not a real key';
const PKCS8 = '\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20';
const edge = (word: string) => ['-----', word, ' PRIVATE', ' KEY', '-----'].join('');
const CANARY_PEM = [edge('BEGIN'), btoa(PKCS8 + SEED), edge('END'), ''].join('\n');

const FOLDER = plant('/tickproof-canary', { type: 'directory', mode: 0o755 });
const KEY = plant('/tickproof-canary/key.pem', { text: CANARY_PEM, mode: 0o600 });

const inConfig = (title: string, edit: (config: ImageConfig) => ImageConfig) => ({
  level: 'K' as const,
  title,
  reason: 'secret' as const,
  edit,
});

export default defineCheck({
  id: 'image/no-secrets',
  version: 1,
  title: 'No secret is in any layer, variable, label or history line of the image',
  why: 'A file deleted in a later layer still ships in the earlier one, and build arguments stay readable in the history for ever.',
  remedy:
    'Rotate the secret first: whoever has the image has it. Then pass it with `RUN --mount=type=secret` at build time and by the orchestrator at run time; deleting the file in a later instruction takes nothing away.',
  references: [
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
  ],
  aliases: ['CIS-DI-0010'],
  reads: ['image.secrets', 'image.layers'],
  params: z.strictObject({
    allow: globs().default([]).describe('Paths of files whose secrets are known to open nothing (test keys)'),
  }),
  reasons: ['secret'],
  example: {
    image: {
      config: { env: ['PORT=8000'] },
      layers: [[plant('/app/server.js', { text: 'listen(process.env.PORT);\n', mode: 0o644 })]],
    },
  },
  mutants: [
    { level: 'L', title: 'a private key in a layer', reason: 'secret', edit: () => [[FOLDER, KEY]] },
    {
      level: 'L',
      title: 'a private key that a later layer deletes',
      reason: 'secret',
      edit: () => [[FOLDER, KEY], [whiteout(KEY.path)]],
    },
    inConfig('an access key in a variable', (it) => ({ ...it, env: [...it.env, `TICKPROOF_CANARY=${CANARY_ID}`] })),
    inConfig('an access key in a label', (it) => ({ ...it, labels: { ...it.labels, 'tickproof.canary': CANARY_ID } })),
    inConfig('an access key given as a build argument', (it) => ({
      ...it,
      history: [...it.history, { createdBy: `|1 TICKPROOF_CANARY=${CANARY_ID} /bin/sh -c true`, emptyLayer: true }],
    })),
  ],

  judge: ({ image: { secrets, layers } }, { allow }) => {
    const isAllowed = pathMatcher(allow);
    const counted = secrets.filter(({ where }) => where.kind !== 'file' || !isAllowed(where.path, '/'));
    const sure = counted.filter((it) => it.confidence === 'high');
    if (layers.length === 0 && sure.length === 0) return inapplicable('the image has no layers');
    return passUnless(
      sure.map((it) => finding('secret', `${it.rule}: ${placeOf(it)} holds ${it.masked}`, shown(it))),
      [
        seen.measure('layers looked through', layers.length, 'count'),
        seen.measure(
          'sightings that may be none (packages’ tests and documents, names alone)',
          counted.length,
          'count',
        ),
        ...(counted.length === secrets.length
          ? []
          : [seen.measure('sightings that the criterion allows', secrets.length - counted.length, 'count')]),
        ...counted.slice(0, 20).map(shown),
      ],
    );
  },
});

interface Sighting {
  readonly rule: string;
  readonly masked: string;
  readonly where:
    | {
        readonly kind: 'file';
        readonly path: string;
        readonly line: number;
        readonly layer?: number;
        readonly deletedIn?: number;
      }
    | { readonly kind: 'env' | 'label' | 'history'; readonly name: string };
}

function placeOf({ where }: Sighting): string {
  if (where.kind !== 'file')
    return `${{ env: 'the variable', label: 'the label', history: 'the history line' }[where.kind]} ${where.name}`;
  const layer = where.layer === undefined ? '' : ` in layer ${where.layer}`;
  const deleted =
    where.deletedIn === undefined
      ? ''
      : ` (deleted in layer ${where.deletedIn}, still shipped${layer || ' before it'})`;
  return `${where.path}:${where.line}${deleted || layer}`;
}

function shown(it: Sighting): Evidence {
  const { where } = it;
  if (where.kind !== 'file') return seen.value(`${where.kind} ${where.name}`, `${it.rule} ${it.masked}`);
  const detail = `line ${where.line}: ${it.rule} ${it.masked}`;
  return where.layer === undefined
    ? seen.path(where.path, detail)
    : seen.file({ path: where.path, layer: where.layer }, detail);
}
