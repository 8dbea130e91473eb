import { HTTP, PERSISTS } from './answers.ts';
import { metadataOfNode, TRACEABLE } from './metadata.ts';
import {
  advisoryOf,
  buildOf,
  DEBIAN,
  deb,
  type Deployment,
  elf,
  file,
  folder,
  LIBC,
  lifeOf,
  link,
  LOADER,
  runOf,
  sized,
  stackOf,
  stageOf,
} from './parts.ts';

const USER = { uid: 1000, gid: 1000 };

/** A service in Node.js: two stages of npm, one native addon, a database beside it. */
export const nodeService: Deployment = {
  name: 'Node service',
  dockerfile: `# syntax=docker/dockerfile:1
ARG NODE=22.11-slim
FROM node:\${NODE} AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY tsconfig.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:\${NODE}
RUN <<EOT
set -e
apt-get update
apt-get install -y --no-install-recommends tini
rm -rf /var/lib/apt/lists/*
EOT
WORKDIR /app
COPY --from=build /src/node_modules ./node_modules
COPY --from=build /src/dist ./dist
COPY package.json LICENSE ./
RUN install -d -o node -g node /app/data
ENV NODE_ENV=production
USER node
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s CMD ["node", "dist/health.js"]
ENTRYPOINT ["tini", "--"]
CMD ["node", "dist/server.js"]
`,
  ignore: `**/.git
**/.env
**/.env.*
**/node_modules
**/*.pem
**/*.key
**/*.p12
**/*.pfx
**/id_rsa
**/id_ecdsa
**/id_ed25519
**/__pycache__
**/*.pyc
**/.venv
**/test
**/tests
**/__tests__
**/.pytest_cache
**/coverage
**/.vscode
**/.idea
**/.DS_Store
**/*.swp
dist
docs
compose.yaml
advisories
.dockerignore
Dockerfile
`,
  context: [
    { path: 'package.json', sizeBytes: 61, text: '{"name":"notes","version":"1.4.2","dependencies":{"fast":"3"}}' },
    { path: 'package-lock.json', sizeBytes: 40_000 },
    { path: 'tsconfig.json', sizeBytes: 300 },
    { path: 'LICENSE', sizeBytes: 1100 },
    { path: 'src/server.ts', sizeBytes: 25, text: 'listen(process.env.PORT);' },
    { path: 'src/health.ts', sizeBytes: 400 },
    { path: 'src/store/notes.ts', sizeBytes: 3_000 },
    { path: 'node_modules/fast/index.js', sizeBytes: 900_000 },
    { path: 'docs/guide.md', sizeBytes: 50_000 },
    { path: 'test/server.test.ts', sizeBytes: 2_000 },
  ],
  compose: `# Option A: the model server of the machine. Option B: one in a container (profile models).
name: notes
services:
  web:
    image: example.org/notes:1.4.2
    build: .
    environment:
      MODEL_URL: http://host.docker.internal:11434
      DATABASE_URL: postgres://db:5432/notes
      SESSION_KEY: \${SESSION_KEY:?set a session key}
    ports: ["127.0.0.1:8000:8000"]
    extra_hosts: ["host.docker.internal:host-gateway"]
    depends_on:
      db: { condition: service_healthy }
    networks: [inner]
    volumes: [notes:/app/data]
    restart: unless-stopped
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    deploy: { resources: { limits: { memory: 512M, cpus: "1", pids: 100 } } }
    logging: { driver: json-file, options: { max-size: 10m, max-file: "3" } }
  db:
    image: postgres:17.2
    healthcheck: { test: [CMD, pg_isready], interval: 5s }
    networks: [inner]
    volumes: [database:/var/lib/postgresql/data]
    restart: unless-stopped
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    deploy: { resources: { limits: { memory: 512M, cpus: "1", pids: 100 } } }
    logging: { driver: json-file, options: { max-size: 10m, max-file: "3" } }
networks:
  inner: {}
volumes:
  notes: {}
  database: {}
`,
  variables: { SESSION_KEY: 'given' },
  image: {
    config: {
      user: 'node',
      entrypoint: ['tini', '--'],
      cmd: ['node', 'dist/server.js'],
      workingDir: '/app',
      env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'NODE_ENV=production'],
      exposedPorts: ['8000/tcp'],
      healthcheck: { test: ['CMD', 'node', 'dist/health.js'], intervalMs: 10_000, timeoutMs: 3_000 },
      labels: TRACEABLE,
      os: 'linux',
      architecture: 'amd64',
      created: '2025-12-30T00:00:00Z',
    },
    layers: [
      [
        ...DEBIAN,
        file('/etc/passwd', 'root:x:0:0:root:/root:/bin/bash\nnode:x:1000:1000::/home/node:/bin/bash\n'),
        file('/etc/group', 'root:x:0:\nnode:x:1000:\n'),
        folder('/home/node', { mode: 0o755, ...USER }),
        elf('/usr/local/bin/node', { loader: LOADER, needed: [...LIBC, 'libstdc++.so.6'] }),
        elf('/usr/lib/x86_64-linux-gnu/libstdc++.so.6', { needed: LIBC }),
      ],
      [
        elf('/usr/bin/tini', { loader: LOADER, needed: LIBC }),
        file(
          '/var/lib/dpkg/status',
          ['base-files', 'libc6', 'dash', 'tini'].map((name) => deb(name, '1.2-3')).join('\n'),
        ),
        file('/var/lib/dpkg/info/tini.list', '/.\n/usr/bin/tini\n'),
      ],
      [
        folder('/app'),
        file('/app/node_modules/fast/package.json', metadataOfNode('fast', '3.2.1', 'MIT')),
        sized('/app/node_modules/fast/index.js', 12_000),
        elf('/app/node_modules/fast/build/fast.node', { needed: LIBC }),
        file('/app/node_modules/@scope/plain/package.json', metadataOfNode('@scope/plain', '1.0.0', 'Apache-2.0')),
        file('/app/node_modules/@scope/plain/index.js', 'module.exports = 1;\n'),
        link('/app/node_modules/.bin', 'fast'),
      ],
      [file('/app/dist/server.js', 'listen(process.env.PORT);\n'), file('/app/dist/health.js', 'ask();\n')],
      [
        file('/app/package.json', metadataOfNode('notes', '1.4.2', 'Apache-2.0')),
        sized('/app/LICENSE', 1100),
        folder('/app/data', USER),
      ],
    ],
  },
  base: { reference: 'node:22.11-slim', layers: 1 },
  facts: {
    build: buildOf(
      [
        stageOf('build', 0, 'node:22.11-slim', true, [
          ['base', 200e6],
          ['RUN npm ci', 150e6],
          ['RUN npm run build', 3e6],
        ]),
        stageOf('stage-1', 1, 'node:22.11-slim', false, [
          ['base', 200e6],
          ['RUN tini', 1e6],
          ['COPY node_modules', 30e6],
          ['COPY dist', 1e6],
        ]),
      ],
      { files: ['src/server.ts'], install: 'RUN --mount=type=cache,target=/root/.npm npm ci', stage: 'build' },
      [6, 9, 18],
    ),
    run: runOf({ user: 'node', argv: ['node', 'dist/server.js'], health: ['CMD', 'node', 'dist/health.js'] }),
    stack: stackOf(
      [lifeOf('db', 0), lifeOf('web', 1, { dependsOn: { db: 'service_healthy' } })],
      ['notes_notes', 'notes_database'],
    ),
  },
  advisories: [advisoryOf('Debian:12', 'openssl'), advisoryOf('npm', 'fast')],
  params: {
    'compose/clean-machine': { folders: 'refused' },
    'build/stages': { target: '>=30%' },
    'build/base-pinned': { allowed: ['node:22.*'] },
    'compose/documents': { texts: ['Option B'] },
    'compose/environment': { service: 'web', variable: 'MODEL_URL', value: 'http://host.docker.internal:11434' },
    'compose/services': { services: ['web', 'db'] },
    'context/includes': { files: ['package-lock.json', 'src/**'] },
    'context/reduction': { target: '>=70%' },
    'image/has-files': { files: ['*.js'], under: ['/app/dist'], atLeast: 2 },
    'image/layers': { maxLayers: '<=10', wastedShare: '<=50%' },
    'image/no-source': { files: ['**/*.ts', '*.map'], under: ['/app', '/app/node_modules'] },
    'image/owner-mode': { path: '/app/data', owner: 'node', group: 'node', mode: '0755' },
    'image/package': { name: 'notes', version: '1.4.2', ecosystem: 'npm' },
    'image/ports': { ports: [8000] },
    'image/user': { name: 'node', uid: 1000 },
    'packages/licenses': { deny: ['AGPL-*'], types: ['npm', 'deb'] },
    'run/command': { argv: ['node', '--version'], matches: '^v' },
    'run/http': HTTP,
    'run/reaches': { url: 'http://host.docker.internal:11434/api/tags', contains: 'ready' },
    'run/user': { name: 'node', uid: 1000 },
    'stack/http': { service: 'web', ...HTTP },
    'stack/reaches': { service: 'web', url: 'http://db:5432/', contains: 'ready' },
    'stack/persists': PERSISTS,
  },
  otherwise: {},
};
