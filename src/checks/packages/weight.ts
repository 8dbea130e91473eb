import type { Weight } from '../../domain/index.ts';
import {
  bytesByKind,
  kindTable,
  originRows,
  ownerTable,
  savableBytes,
  savingTable,
  type WeightTable,
} from '../../formats/weight/index.ts';
import {
  type Bound,
  boundMutants,
  defineCheck,
  type Evidence,
  type Finding,
  finding,
  humanize,
  inapplicable,
  meets,
  passUnless,
  plant,
  plural,
  seen,
  size,
  z,
} from '../kit.ts';

type Reason = 'unaccounted' | 'weight-over' | 'owner-over' | 'kind-over' | 'savings-over';

const params = z.strictObject({
  target: size().optional().describe('Bound on the bytes of all layers together'),
  owners: z
    .record(z.string(), size())
    .default({})
    .describe('Bounds by owner: the name of a package, a purl, or `runtime:python`; `*` = each of them'),
  kinds: z
    .record(z.string(), size())
    .default({})
    .describe('Bounds by kind of bytes: `bytecode`, `test`, `doc`, `cache`'),
  savings: size().optional().describe('Bound on what edits of the Dockerfile could save'),
});

export default defineCheck({
  id: 'packages/weight',
  version: 1,
  title: 'It is known of every byte where it came from, whose and what it is, and what could go',
  why: 'An image is made smaller by whoever knows what is in it; guesses about a large image are mostly wrong.',
  remedy: 'Make the edits of the table "What could go", the largest first.',
  references: [
    'https://docs.docker.com/build/building/best-practices/',
    'https://github.com/opencontainers/image-spec/blob/main/layer.md',
  ],
  aliases: ['PROD-001.3'],
  reads: ['packages.weight', 'image.sizes', 'image.waste'],
  params,
  reasons: ['unaccounted', 'weight-over', 'owner-over', 'kind-over', 'savings-over'],
  example: {
    dockerfile: 'FROM scratch\nCOPY server /app/\n',
    image: {
      config: { history: [{ createdBy: 'COPY server /app/ # buildkit', emptyLayer: false }] },
      layers: [[plant('/app/server', { sizeBytes: 40_000, mode: 0o755 })]],
    },
    params: { target: '<100kB', owners: { '*': '<=90kB' }, kinds: { cache: '<10kB' }, savings: '<10kB' },
  },
  mutants: [
    {
      level: 'J',
      title: 'a cell of the ledger is lost',
      reason: 'unaccounted',
      edit: ({ packages }) => {
        const [, ...rest] = packages.weight.cells.filter(({ bytes }) => bytes > 0);
        return { packages: { ...packages, weight: { ...packages.weight, cells: rest } } };
      },
    },
    {
      level: 'J',
      title: 'a layer has one byte more',
      reason: 'unaccounted',
      edit: ({ image, packages }) => ({
        packages,
        image: { ...image, sizes: { ...image.sizes, filesBytes: image.sizes.filesBytes + 1 } },
      }),
    },
    {
      level: 'L',
      title: 'a filler as large as the bound',
      reason: 'weight-over',
      edit: (_, { target }) => fillerOver('/tickproof-filler', target),
    },
    {
      level: 'L',
      title: 'lists of apt as large as the bound on savings',
      reason: 'savings-over',
      edit: (_, { savings }) => fillerOver('/var/lib/apt/lists/tickproof_Packages', savings),
    },
    {
      level: 'L',
      title: 'a filler of nobody as large as the bound on each owner',
      reason: 'owner-over',
      edit: (_, { owners }) => fillerOver('/tickproof-filler', owners['*']),
    },
    {
      level: 'L',
      title: 'a cache as large as its bound',
      reason: 'kind-over',
      edit: (_, { kinds }) => fillerOver('/var/cache/apt/tickproof', kinds['cache']),
    },
  ],
  mutantsFor: (_, { target, owners, kinds }) => [
    ...edges('weight-over', 'all layers', target, (weight, totalBytes) => ({ ...weight, totalBytes })),
    ...Object.entries(owners).flatMap(([name, bound]) =>
      edges('owner-over', name, bound, (weight, bytes) => ({
        ...weight,
        owners: [{ owner: name, label: name, bytes, retainedBytes: bytes, why: [] }],
      })),
    ),
    ...Object.entries(kinds).flatMap(([kind, bound]) =>
      edges('kind-over', kind, bound, (weight, bytes) => ({
        ...weight,
        // a cell of the kind that the criterion names, whatever that is
        cells: [
          { layer: 0, owner: 'nobody', kind: kind as Weight['cells'][number]['kind'], fate: 'live', bytes, files: 1 },
        ],
      })),
    ),
  ],

  judge: ({ packages: { weight }, image: { sizes, waste } }, { target, owners, kinds, savings }) => {
    const inLayers = sizes.filesBytes + waste.shadowedBytes;
    if (inLayers === 0) return inapplicable('the image holds no files');
    const evidence = evidenceOf(weight, { target, savings });
    const over = (reason: Reason, what: string, value: number, bound: Bound | undefined): readonly Finding<Reason>[] =>
      bound === undefined || meets(bound, value)
        ? []
        : [
            finding(
              reason,
              `${what}: ${humanize(value, 'B')}, wanted ${bound.text}`,
              seen.measure(what, value, 'B', bound), // first: the number that is judged
              ...evidence.filter(({ kind }) => kind !== 'measure'),
            ),
          ];
    return passUnless(
      [
        ...unaccounted(weight, inLayers),
        ...over('weight-over', 'all layers together', weight.totalBytes, target),
        ...ownersOver(weight, owners).flatMap(({ label, bytes, bound }) => over('owner-over', label, bytes, bound)),
        ...Object.entries(kinds).flatMap(([kind, bound]) => over('kind-over', kind, bytesOfKind(weight, kind), bound)),
        ...over('savings-over', 'what could go', savableBytes(weight), savings),
      ],
      evidence,
    );
  },
});

/** By each question the bytes add up to what the layers hold, which was counted without asking whose they are. */
function unaccounted({ cells, owners, layers }: Weight, inLayers: number): readonly Finding<Reason>[] {
  const sums = { cells, owners, layers };
  return Object.entries(sums).flatMap(([by, parts]) => {
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    const message = `by ${by} it is ${plural(bytes, 'byte')}, the layers hold ${inLayers}`;
    return bytes === inLayers ? [] : [finding('unaccounted', message, seen.measure(`bytes by ${by}`, bytes, 'B'))];
  });
}

function ownersOver({ owners }: Weight, bounds: Readonly<Record<string, Bound>>) {
  return Object.entries(bounds).flatMap(([name, bound]) =>
    owners
      .filter(({ owner, label }) => name === '*' || owner === name || label === name || label.startsWith(`${name} `))
      .map(({ label, bytes }) => ({ label, bytes, bound })),
  );
}

function bytesOfKind(weight: Weight, wanted: string): number {
  return bytesByKind(weight).find(([kind]) => kind === wanted)?.[1] ?? 0;
}

function evidenceOf(
  weight: Weight,
  { target, savings }: { readonly target: Bound | undefined; readonly savings: Bound | undefined },
): [Evidence, ...Evidence[]] {
  return [
    seen.measure('bytes of all layers', weight.totalBytes, 'B', target),
    seen.measure('what edits of the Dockerfile could save', savableBytes(weight), 'B', savings),
    seen.tree('Where it came from', originRows(weight)),
    ...[ownerTable(weight), kindTable(weight), savingTable(weight)]
      .filter(({ rows, notes }) => rows.length + notes.length > 0)
      .map(shown),
  ];
}

const shown = ({ title, head, rows, notes }: WeightTable): Evidence => seen.table(title, head, rows, notes);

function fillerOver(path: string, bound: Bound | undefined) {
  return bound ? [[plant(path, { sizeBytes: Math.floor(bound.value) + 1 })]] : null;
}

/** The comparison must turn red where the bound says so. */
function edges(reason: Reason, of: string, bound: Bound | undefined, put: (weight: Weight, bytes: number) => Weight) {
  if (!bound) return [];
  return boundMutants('packages', 'red')(reason, bound, 1, ({ weight }, bytes) => ({ weight: put(weight, bytes) })).map(
    (mutant) => ({ ...mutant, title: `${of}: ${mutant.title}` }),
  );
}
