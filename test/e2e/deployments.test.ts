import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EvidenceRecord } from '../../src/index.ts';
import { helperIn } from '../../src/engines/helper/index.ts';
import { hasEngine, verified } from './cli.ts';

/** A deployment in small: what its folder holds, what runs in it, and what must hold of that beside what always must. */
interface Small {
  readonly name: string;
  readonly base: string | null;
  readonly files: Readonly<Record<string, string>>;
  readonly criteria: readonly string[];
}

const NODE = `import { createServer } from 'node:http';
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ status: 'ok', path: request.url }));
});
server.listen(8000, () => console.log('listening on 8000'));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;
const PYTHON = `import http.server, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("serving on 8000", flush=True)
http.server.ThreadingHTTPServer(("", 8000), http.server.SimpleHTTPRequestHandler).serve_forever()
`;
/** Little is imported for a look: the image has no compiled modules, and its user may not keep any. */
const PYTHON_LOOK = `import socket
s = socket.create_connection(('127.0.0.1', 8000), 1)
s.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n')
raise SystemExit(b' 200 ' not in s.makefile('rb').read())
`;
/** The helper is a static program that can be a service: nothing else need be in the image. */
const HELPER = `COPY helper /service
EXPOSE 8000
ENTRYPOINT ["/service", "print", "stdout", "listening on 8000", "--", "/service"]
CMD ["serve", "8000", "200", "bare"]
`;
const check = (program: string) =>
  `HEALTHCHECK --interval=2s --timeout=2s --start-period=10s --start-interval=250ms CMD ${program}\n`;

const deployments: readonly Small[] = [
  {
    name: 'node',
    base: 'node:20-slim',
    files: {
      'server.mjs': NODE,
      Dockerfile: `FROM node:20-slim
WORKDIR /app
COPY server.mjs ./
USER node
EXPOSE 8000
${check(`["node", "-e", "require('http').get('http://127.0.0.1:8000/',r=>process.exit(r.statusCode===200?0:1)).on('error',()=>process.exit(1))"]`)}CMD ["node", "server.mjs"]
`,
    },
    criteria: [
      'run/healthy',
      'run/http, json: { status: ok }',
      'run/user, name: node, uid: 1000',
      'run/command, argv: [node, --check, /app/server.mjs]',
    ],
  },
  {
    name: 'python',
    base: 'python:3.11-slim',
    files: {
      'serve.py': PYTHON,
      'look.py': PYTHON_LOOK,
      'index.html': 'pages\n',
      Dockerfile: `FROM python:3.11-slim
WORKDIR /pages
COPY serve.py look.py index.html ./
USER 10001:10001
EXPOSE 8000
${check('python -S look.py || exit 1')}CMD ["python", "serve.py"]
`,
    },
    criteria: [
      'run/healthy',
      'run/http, contains: pages',
      'run/user, uid: 10001',
      'run/command, argv: [python, -c, import http.server]',
    ],
  },
  {
    name: 'scratch',
    base: null,
    files: { Dockerfile: `FROM scratch\nUSER 4321:4321\n${HELPER}` },
    criteria: ['run/http, contains: bare', 'run/user, uid: 4321'],
  },
  {
    name: 'distroless',
    base: 'distroless:bookworm',
    files: { Dockerfile: `FROM distroless:bookworm\n${HELPER}` },
    criteria: ['run/http, contains: bare', 'run/user, name: nonroot'],
  },
];

/** What must hold of every service that runs. */
const ALWAYS = [
  'run/starts',
  'run/http, path: /',
  'run/logs',
  'run/startup, target: <5s',
  'run/memory, target: <128MB',
  'run/cpu, target: <25%', // of a window of three seconds, in which a health check may start a runtime twice
  'run/restarts',
  'run/stop, target: <3s, exit: [0, 137, 143]',
  'run/read-only',
  'run/ports',
];

const criteriaOf = ({ name, criteria }: Small) => `version: 1
name: ${name}
run:
  ready: { http: /, port: 8000 }
  window: 3s
  starts: 3
sections:
  - title: The container
    criteria:
${[...ALWAYS, ...criteria].map((line, index) => `      - { check: ${line}, id: own.${index}, level: required }`).join('\n')}
`;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function written(it: Small): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `tickproof-e2e-${it.name}-`)));
  folders.push(folder);
  for (const [path, text] of Object.entries({ ...it.files, 'tickproof.yaml': criteriaOf(it) })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  copyFileSync(helperIn(join(folder, '.cache'))('amd64') ?? '', join(folder, 'helper'));
  return folder;
}

const isThere = (base: string | null) => base === null || spawnSync('docker', ['image', 'inspect', base]).status === 0;

/** What is not proven, and what came of its mutants. */
const unproven = ({ ticks, counterProofs }: EvidenceRecord) =>
  ticks
    .filter(({ verdict, proof }) => verdict.status !== 'pass' || proof !== 'proven')
    .map(({ criterion, verdict, proof, proofBecause }) => ({
      check: criterion.check,
      status: verdict.status,
      proof: `${proof}: ${proofBecause}`,
      mutants: counterProofs
        .filter((it) => it.criterion === criterion.id)
        .map(({ mutant, outcome }) => `${mutant}: ${outcome.status}`),
    }));

describe.skipIf(!hasEngine)('a running deployment', () => {
  it.each(deployments.map((it) => [it.name, it] as const))('of %s has every tick proven', (_, it) => {
    if (!isThere(it.base)) {
      console.error(
        `SKIPPED: the engine has no ${it.base}, so its deployment is not verified (scripts/images.sh makes it)`,
      );
      return;
    }
    const folder = written(it);
    const { record } = verified([folder, '--only', 'own.*']);
    const { counterProofs } = record;
    expect(unproven(record)).toEqual([]);
    expect(counterProofs.filter(({ outcome }) => outcome.status === 'survived')).toEqual([]);
    const killed = counterProofs.filter(({ level, outcome }) => level === 'R' && outcome.status === 'killed');
    expect(killed.length).toBeGreaterThan(record.ticks.length);
  });
});
