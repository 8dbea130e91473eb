import { z } from 'zod';
import { type Digest, type EvidenceRecord, isDigest } from '../domain/index.ts';

const digest = z
  .custom<Digest>((value) => typeof value === 'string' && isDigest(value), 'not a sha256 digest')
  .describe('sha256:<64 hex digits>');
const place = z.object({
  file: z.string(),
  startLine: z.number(),
  endLine: z.number(),
  startColumn: z.number().optional(),
  endColumn: z.number().optional(),
  startOffset: z.number().optional(),
  endOffset: z.number().optional(),
  digest: z.string().optional(),
  changed: z.boolean().optional(),
});
const bound = z.object({
  op: z.enum(['<', '<=', '>', '>=', '=']),
  value: z.number(),
  unit: z.string(),
  text: z.string(),
});

const evidence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('source'), text: z.string(), at: place }),
  z.object({ kind: z.literal('file'), path: z.string(), layer: z.number().optional(), detail: z.string().optional() }),
  z.object({
    kind: z.literal('measure'),
    what: z.string(),
    value: z.number(),
    unit: z.string(),
    target: bound.optional(),
    samples: z.array(z.number()).optional(),
  }),
  z.object({ kind: z.literal('value'), what: z.string(), value: z.string() }),
  z.object({ kind: z.literal('log'), stream: z.enum(['stdout', 'stderr', 'build', 'engine']), text: z.string() }),
  z.object({
    kind: z.literal('tree'),
    title: z.string(),
    rows: z.array(
      z.object({ depth: z.number(), label: z.string(), sizeBytes: z.number(), note: z.string().optional() }),
    ),
  }),
  z.object({
    kind: z.literal('table'),
    title: z.string(),
    head: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    notes: z.array(z.string()).optional(),
  }),
]);

const verdict = z.discriminatedUnion('status', [
  z.object({ status: z.literal('pass'), evidence: z.array(evidence).min(1) }),
  z.object({
    status: z.literal('fail'),
    findings: z
      .array(
        z.object({
          reason: z.string(),
          message: z.string(),
          evidence: z.array(evidence).min(1),
          remedy: z.string().optional(),
        }),
      )
      .min(1),
  }),
  z.object({ status: z.literal('inapplicable'), because: z.string() }),
  z.object({
    status: z.literal('inconclusive'),
    because: z.string(),
    remedy: z.string(),
    reason: z.string().optional(),
    evidence: z.array(evidence).optional(),
  }),
]);

const criterion = z.object({
  id: z.string(),
  check: z.string(),
  version: z.number(),
  title: z.string(),
  why: z.string(),
  remedy: z.string(),
  references: z.array(z.string()),
  aliases: z.array(z.string()),
  required: z.boolean(),
  params: z.unknown(),
  stack: z.string().optional(),
  waiver: z.object({ because: z.string(), owner: z.string(), until: z.string() }).optional(),
  at: place.optional(),
  section: z.number(),
});

const tick = z.object({
  criterion,
  key: digest.describe('Digest of check, parameters and inputs: equal keys, equal verdicts'),
  inputs: z.record(z.string(), digest),
  verdict,
  measured: z
    .object({
      what: z.string(),
      value: z.number(),
      unit: z.string(),
      target: z.string().nullable(),
      margin: z.number().nullable(),
      samples: z.array(z.number()),
    })
    .nullable(),
  proof: z.enum(['proven', 'vacuous', 'partial', 'unattempted']),
  proofBecause: z.string(),
  currency: z.enum(['fresh', 'stale', 'expired', 'tampered']),
  validUntil: z.string().nullable(),
  judgedAt: z.string(),
  elapsedMs: z.number(),
  reused: z.boolean(),
  reproduce: z.array(z.string()),
});

const counterProof = z.object({
  criterion: z.string(),
  mutant: z.string(),
  level: z.enum(['null', 'S', 'K', 'L', 'J', 'R', 'P', 'B']),
  expected: z.string(),
  outcome: z.discriminatedUnion('status', [
    z.object({ status: z.literal('killed'), reason: z.string(), message: z.string() }),
    z.object({
      status: z.literal('survived'),
      verdict: z.enum(['pass', 'fail', 'inapplicable', 'inconclusive']),
      reasons: z.array(z.string()),
    }),
    z.object({ status: z.literal('equivalent'), because: z.string() }),
    z.object({ status: z.literal('not-run'), because: z.string(), later: z.literal(true).optional() }),
  ]),
  elapsedMs: z.number(),
  alsoRed: z.array(z.string()).optional().describe('Other criteria that turned red in the same world'),
  alsoJudged: z.number().optional().describe('How many other criteria were judged in the same world'),
  alsoGreen: z.array(z.string()).optional().describe('Other criteria that stayed green in the same world'),
  world: z.string().optional().describe('Proofs with the same name were made in one world'),
  reused: z.literal(true).optional().describe('Taken from an earlier run: nothing that it depends on has moved'),
  weak: z.literal(true).optional().describe('Shows only that the answer is judged'),
});

const inputs = z.object({
  dockerfile: z.object({ path: z.string(), sha256: digest }).nullable(),
  context: z.object({ files: z.number(), bytes: z.number() }).nullable(),
  image: z
    .object({
      reference: z.string(),
      imageId: z.string(),
      manifest: z.string().nullable(),
      diffIds: z.array(z.string()),
      platform: z.string(),
    })
    .nullable(),
  build: z.record(z.string(), digest).nullable(),
  buildKey: digest.nullable(),
  bases: z.array(z.object({ reference: z.string(), imageId: z.string().nullable(), standIn: z.boolean() })),
  compose: z.array(z.object({ stack: z.string(), files: z.array(z.string()) })),
  files: z.array(z.object({ path: z.string(), sha256: digest, lines: z.number() })).optional(),
  criteria: z.object({ path: z.string().nullable(), sha256: digest, profile: z.string() }),
});

const engine = z.object({
  kind: z.string(),
  version: z.string(),
  apiVersion: z.string(),
  store: z.string(),
  architecture: z.string(),
  kernel: z.string(),
  cgroup: z.string(),
});

const change = z.object({
  id: z.string(),
  change: z.enum(['added', 'removed', 'loosened', 'tightened', 'changed']),
  detail: z.string(),
});

const schema = z.object({
  schema: z.literal(1),
  tool: z.object({ name: z.literal('tickproof'), version: z.string() }),
  name: z.string(),
  subject: z.string(),
  run: z.object({
    id: z.string(),
    startedAt: z.string(),
    finishedAt: z.string(),
    elapsedMs: z.number(),
    engineMs: z.number(),
    proof: z
      .object({
        bytesMs: z.number(),
        engineMs: z.number(),
        containers: z.number(),
        stacks: z.number(),
        builds: z.number(),
        reused: z.number(),
      })
      .optional(),
    runner: z.object({ kind: z.string(), identity: z.string(), ci: z.boolean() }),
    engine: engine.nullable(),
    whyNoEngine: z.string().nullable(),
    allowUnproven: z.boolean(),
    leftOut: z.array(z.object({ id: z.string(), required: z.boolean() })),
  }),
  inputs,
  sections: z.array(z.object({ title: z.string(), purpose: z.string().optional(), prose: z.string().optional() })),
  ticks: z.array(tick),
  counterProofs: z.array(counterProof),
  warnings: z.array(z.object({ message: z.string(), remedy: z.string() })),
  previous: z.object({ digest, criteriaDiff: z.array(change) }).nullable(),
  decision: z.enum(['certified', 'not-certified']),
  exitCode: z.number(),
  validUntil: z.string().nullable(),
});

/** Reads a record from parsed JSON; the fault as a sentence when it is none. Unknown keys are let through. */
export function readRecord(value: unknown): EvidenceRecord | { readonly fault: string } {
  const read = schema.safeParse(value);
  if (read.success) return read.data as unknown as EvidenceRecord; // a test holds schema and type together, field by field
  const [issue] = read.error.issues;
  return { fault: issue ? [issue.path.map(String).join('.'), issue.message].filter(Boolean).join(': ') : 'no record' };
}

/** The JSON Schema of `record.json`. */
export function recordJsonSchema(): Record<string, unknown> {
  const jsonSchema = z.toJSONSchema(schema, {
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: it }) => {
      if (zodSchema._zod.def.type === 'custom') Object.assign(it, { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' });
      delete it.additionalProperties; // unknown fields are allowed: readers of today must read records of tomorrow
    },
  });
  return { $id: 'record.json', title: 'Evidence record of a container deployment', ...jsonSchema };
}
