import { defineCheck, finding, passUnless, seen, z } from '../kit.ts';
import { holdAnything, isSentFile, matches, nothingSent, planted } from './shared.ts';

// Put together here so that no scanner takes this file for a leak; the seed of the Ed25519 key is the sentence below.
const SEED = 'tickproof canary, not a real key';
const PKCS8 = '\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20';
const CANARY = [`-----BEGIN PRIVATE ${'KEY'}-----`, btoa(PKCS8 + SEED), `-----END PRIVATE ${'KEY'}-----`, ''].join(
  '\n',
);

export default defineCheck({
  id: 'context/no-secrets',
  version: 1,
  title: 'Nothing that is sent to the builder looks like a secret',
  why: 'What is sent can be copied into a layer, where it stays readable for everybody who can pull the image, and into the cache of a shared builder.',
  remedy:
    'Ignore the file, rotate the secret if it was ever pushed or built in, and pass it with `RUN --mount=type=secret`.',
  references: ['https://docs.docker.com/build/building/secrets/'],
  reads: ['context.ignore', 'context.files', 'context.secrets'],
  params: z.strictObject({
    allow: z
      .array(z.string().min(1))
      .default([])
      .describe('Paths or patterns of files whose secrets are known to open nothing (test keys)'),
  }),
  reasons: ['secret'],
  lint: { severity: 'error', profile: 'strict' },
  example: {
    dockerfile: 'FROM scratch\nCOPY . /app\n',
    ignore: '.env\n',
    context: [{ path: 'server.js', sizeBytes: 26, text: 'listen(process.env.PORT);\n' }],
  },
  mutants: [
    {
      level: 'S',
      title: 'a private key beside the sources',
      reason: 'secret',
      edit: (sources) => planted(sources, 'tickproof-canary/key.pem', CANARY.length, CANARY),
    },
  ],

  judge: ({ context: { ignore, files, secrets } }, { allow }) => {
    const nothing = nothingSent(ignore, holdAnything(files));
    if (nothing) return nothing;
    const sightings = secrets.flatMap(({ rule, where, masked, confidence }) =>
      where.kind === 'file' && !allow.some((pattern) => matches(pattern, where.path))
        ? [{ rule, where, masked, confidence, at: { file: where.path, startLine: where.line, endLine: where.line } }]
        : [],
    );
    return passUnless(
      sightings
        .filter(({ confidence }) => confidence === 'high')
        .map(({ rule, where, masked, at }) =>
          finding(
            'secret',
            `${where.path}:${where.line} is sent and holds a secret (${rule}: ${masked})`,
            seen.place(masked, at),
          ),
        ),
      [
        seen.measure('files looked at', files.filter(isSentFile).length, 'count'),
        ...sightings.map(({ rule, masked, at }) => seen.place(`perhaps a secret (${rule}: ${masked})`, at)),
      ],
    );
  },
});
