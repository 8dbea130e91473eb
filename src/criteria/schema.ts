import { z } from 'zod';
import type { AnyCheck } from '../domain/index.ts';
import { readBound } from '../formats/index.ts';
import { ownMutants } from './mutant-schema.ts';

/** Text of a time or size, turned into milliseconds or bytes. */
function amount(quantity: 'duration' | 'size', about: string) {
  return z
    .union([z.string(), z.number()])
    .transform((written, context): number => {
      const read = readBound(String(written), quantity);
      if (!('fault' in read)) return read.value;
      context.addIssue({ code: 'custom', message: read.fault });
      return z.NEVER;
    })
    .describe(about);
}

const generated = z.strictObject({
  generate: z.enum(['hex16', 'hex32', 'uuid', 'base64-32']).describe('A fresh random value for each run'),
});
const environment = z.record(
  z.string(),
  z.union([z.string(), z.number().transform(String), z.boolean().transform(String), generated]),
);

const hostProcess = z.strictObject({
  port: z.int().min(1).max(65535).describe('Port on which the process listens'),
  command: z.array(z.string()).min(1).describe('Program and arguments; `{address}` and `{port}` are filled in'),
  env: z
    .record(z.string(), z.string())
    .default({})
    .describe('Laid over the environment; `{address}` and `{port}` are filled in'),
  cwd: z.string().nullable().default(null).describe('Working folder, relative to the deployment'),
});

const build = z.strictObject({
  context: z.string().default('.').describe('Build context, relative to the deployment'),
  dockerfile: z.string().default('Dockerfile').describe('Dockerfile, relative to the deployment'),
  args: z
    .record(z.string(), z.union([z.string(), z.number().transform(String)]))
    .default({})
    .describe('Build arguments'),
  target: z.string().nullable().default(null).describe('Stage to build; default: the last'),
  secrets: z
    .array(
      z.strictObject({
        id: z.string(),
        src: z.string().optional().describe('File; `$NAME` stands for a variable of the environment'),
        env: z.string().optional(),
        required: z.boolean().default(true).describe('false: left out where the file or variable is not there'),
      }),
    )
    .default([])
    .describe('BuildKit secrets'),
});

const run = z.strictObject({
  env: environment.default({}).describe('Environment of the container'),
  ready: z
    .strictObject({
      http: z.string().startsWith('/').optional().describe('Path that answers when the service is ready'),
      port: z.int().min(1).max(65535).optional(),
      status: z.int().min(100).max(599).optional(),
      tcp: z.int().min(1).max(65535).optional().describe('Port that is open when the service is ready'),
      log: z.string().optional().describe('Pattern of a log line that says ready'),
    })
    .nullable()
    .default(null)
    .describe("When the service counts as ready; default: the image's own HEALTHCHECK"),
  writable: z.array(z.string().startsWith('/')).default([]).describe('Paths that the service may write to'),
  host: z.record(z.string(), hostProcess).default({}).describe('Host processes that the container needs'),
  memory: amount('size', 'Memory limit of the container').nullable().default(null),
  timeout: amount('duration', 'How long to wait for readiness').prefault('60s'),
  window: amount('duration', 'How long idle measurements take').prefault('30s'),
  starts: z.int().min(3).max(20).default(3).describe('How many starts are measured'),
});

const stack = z.strictObject({
  files: z.array(z.string()).min(1).describe('Compose files, in order'),
  env: environment.default({}).describe('Variables that the compose files read'),
  profiles: z.array(z.string()).default([]).describe('Compose profiles to turn on'),
  host: z.record(z.string(), hostProcess).default({}).describe('Host processes that the services need'),
  timeout: amount('duration', 'How long to wait until every service is healthy').prefault('120s'),
});

const scan = z.strictObject({
  advisories: z.string().nullable().default(null).describe('Folder or zip with advisory data in OSV format'),
  ignores: z.array(z.string()).default(['.trivyignore', '.trivyignore.yaml']).describe('Files that exempt findings'),
  vex: z.array(z.string()).default([]).describe('OpenVEX, CSAF or CycloneDX statements'),
  reports: z.array(z.string()).default([]).describe('Reports of other scanners about this image'),
  engines: z
    .array(z.enum(['osv', 'archive', 'trivy', 'grype']))
    .default(['osv', 'archive', 'trivy', 'grype'])
    .describe('Who may look for vulnerabilities'),
});

const waiver = z.strictObject({
  because: z.string().min(1),
  owner: z.string().min(1),
  until: z.iso.date().describe('Last day on which it counts, YYYY-MM-DD'),
});

/** Keys that every criterion may have beside its check's parameters. */
export const commonShape = {
  check: z.string(),
  id: z.string().min(1).optional().describe("The owner's own id: `R-P0-1`"),
  title: z.string().min(1).optional().describe('The sentence as the document says it'),
  level: z
    .enum(['required', 'advisory', 'when-data', 'off'])
    .optional()
    .describe("`when-data`: required once there is vulnerability data. Default: the profile's, else required"),
  stack: z.string().optional().describe('Which of `stacks` is meant; default: each'),
  waiver: waiver.optional().describe('Lies over a verdict, does not hide it, and expires'),
  mutants: ownMutants.optional().describe('Worlds in which the sentence is false, beside those that the check makes'),
};

export const common = z.object(commonShape);

/** What is written of a criterion for its check. */
export function paramsIn(value: unknown): Record<string, unknown> {
  const entries = Object.entries(value as Record<string, unknown>); // `common` has just parsed it as an object
  return Object.fromEntries(entries.filter(([key]) => !(key in commonShape)));
}

/** The keys that a criterion of this check may have. */
export function knownKeys(check: AnyCheck): string[] {
  const shape: unknown = (check.params as { shape?: unknown }).shape; // zod's object schemas carry their keys there
  return [...Object.keys(commonShape), ...Object.keys(typeof shape === 'object' && shape !== null ? shape : {})];
}

/** `tickproof.yaml` without the criteria themselves, which are read check by check. */
export const frame = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1).optional(),
  extends: z.string().default('production').describe('Profile: minimal, production, strict; or a file'),
  build: build.prefault({}),
  run: run.prefault({}),
  scan: scan.prefault({}).describe('What vulnerabilities are looked for with'),
  stacks: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/), stack).default({}),
  sections: z
    .array(
      z.strictObject({
        title: z.string().min(1),
        purpose: z.string().optional(),
        prose: z.string().optional().describe('Own words, printed as prose and never as a verdict'),
        criteria: z.array(z.unknown()).default([]),
      }),
    )
    .default([]),
});

interface FrameSchema {
  readonly properties: { readonly sections: { readonly items: { readonly properties: Record<string, unknown> } } };
}

/** The JSON Schema of `tickproof.yaml`, put together from the checks. */
export function criteriaJsonSchema(checks: readonly AnyCheck[]): Record<string, unknown> {
  const options = { io: 'input', unrepresentable: 'any', reused: 'inline' } as const;
  const schema = z.toJSONSchema(frame, options) as unknown as FrameSchema; // the frame is written above: it has these
  schema.properties.sections.items.properties['criteria'] = {
    type: 'array',
    items: { anyOf: checks.map((check) => criterionSchema(check, options)) },
  };
  const mutants = z.toJSONSchema(ownMutants, options);
  return {
    $id: 'tickproof.json',
    title: 'Acceptance criteria of a container deployment',
    ...schema,
    $defs: { mutants },
  };
}

function criterionSchema(
  check: AnyCheck,
  options: { io: 'input'; unrepresentable: 'any'; reused: 'inline' },
): Record<string, unknown> {
  const declared = check.params as z.ZodType; // as `defineCheck` declares them
  const params = z.toJSONSchema(declared, options) as { properties?: Record<string, unknown>; required?: string[] };
  const { check: _check, mutants: _mutants, ...shared } = commonShape;
  const sharedSchema = z.toJSONSchema(z.object(shared), options) as { properties: Record<string, unknown> };
  return {
    type: 'object',
    title: check.id,
    description: check.title,
    additionalProperties: false,
    required: ['check', ...(params.required ?? [])],
    properties: {
      check: { const: check.id },
      ...sharedSchema.properties,
      mutants: { $ref: '#/$defs/mutants' }, // once for all checks
      ...params.properties,
    },
  };
}
