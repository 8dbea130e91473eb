import { HTTP, PERSISTS } from './answers.ts';
import { metadataOfNode, TRACEABLE } from './metadata.ts';
import {
  advisoryOf,
  buildOf,
  deb,
  type Deployment,
  elf,
  file,
  folder,
  LIBC,
  lifeOf,
  LOADER,
  runOf,
  sized,
  stackOf,
  stageOf,
} from './parts.ts';

const LIBRARIES = '/usr/lib/x86_64-linux-gnu';

/** An image without a shell or a package manager, whose packages are told by a file each; one stage of npm before it. */
export const distroless: Deployment = {
  name: 'distroless',
  dockerfile: `FROM node:22.11-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY src ./src

FROM gcr.io/distroless/nodejs22-debian12:nonroot
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/src ./src
ENV PORT=8000
EXPOSE 8000
HEALTHCHECK --interval=15s CMD ["/nodejs/bin/node", "src/health.js"]
CMD ["src/server.js"]
`,
  ignore: `.git
**/.env*
!**/.env.example
node_modules
**/*.{pem,key}
coverage
compose.yaml
advisories
`,
  context: [
    { path: 'package.json', sizeBytes: 45, text: '{"name":"mail","dependencies":{"smtp":"1"}}' },
    { path: 'package-lock.json', sizeBytes: 9_000 },
    { path: 'src/server.js', sizeBytes: 26, text: 'listen(process.env.PORT);\n' },
    { path: 'src/health.js', sizeBytes: 200 },
    { path: 'src/.env.example', sizeBytes: 30, text: 'PORT=8000\n' },
    { path: 'node_modules/smtp/index.js', sizeBytes: 300_000 },
  ],
  compose: `services:
  web:
    image: example.org/mail:0.9.0
    build: .
    environment: { RELAY: relay, RELAY_PASSWORD_FILE: /run/secrets/relay }
    secrets: [relay]
    ports: ["127.0.0.1:8025:8000"]
    depends_on: { relay: { condition: service_healthy }, prepare: { condition: service_completed_successfully } }
    networks: [mail]
    restart: unless-stopped
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    deploy: { resources: { limits: { memory: 128M, cpus: "1", pids: 60 } } }
    logging: { driver: json-file, options: { max-size: 10m } }
  prepare:
    image: example.org/mail:0.9.0
    command: [src/prepare.js]
    networks: [mail]
    volumes: [spool:/spool]
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    deploy: { resources: { limits: { memory: 128M, cpus: "1", pids: 60 } } }
    logging: { driver: json-file, options: { max-size: 10m } }
  relay:
    image: example.org/relay:4
    healthcheck: { test: [CMD, /relay, check] }
    networks: [mail]
    volumes: [spool:/spool]
    restart: unless-stopped
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    deploy: { resources: { limits: { memory: 128M, cpus: "1", pids: 60 } } }
    logging: { driver: json-file, options: { max-size: 10m } }
networks: { mail: {} }
volumes: { spool: {} }
secrets: { relay: { environment: RELAY_PASSWORD } }
`,
  variables: { RELAY_PASSWORD: 'given' },
  image: {
    config: {
      user: '65532',
      entrypoint: ['/nodejs/bin/node'],
      cmd: ['src/server.js'],
      workingDir: '/app',
      env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'PORT=8000'],
      exposedPorts: ['8000/tcp'],
      healthcheck: { test: ['CMD', '/nodejs/bin/node', 'src/health.js'], intervalMs: 15_000 },
      labels: TRACEABLE,
      os: 'linux',
      architecture: 'amd64',
    },
    layers: [
      [
        file('/etc/os-release', 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Distroless"\n'),
        file(
          '/etc/passwd',
          'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n',
        ),
        file('/etc/group', 'root:x:0:\nnonroot:x:65532:\n'),
        folder('/home/nonroot', { mode: 0o700, uid: 65_532, gid: 65_532 }),
        folder('/tmp', { mode: 0o1777 }),
        file('/var/lib/dpkg/status.d/base-files', deb('base-files', '12.4')),
        file('/var/lib/dpkg/status.d/libc6', deb('libc6', '2.36-9')),
      ],
      [
        elf(LOADER),
        elf(`${LIBRARIES}/libc.so.6`),
        elf(`${LIBRARIES}/libstdc++.so.6`, { needed: LIBC }),
        elf('/nodejs/bin/node', { loader: LOADER, needed: [...LIBC, 'libstdc++.so.6'] }),
      ],
      [
        folder('/app'),
        file('/app/node_modules/smtp/package.json', metadataOfNode('smtp', '1.2.0', 'ISC')),
        sized('/app/node_modules/smtp/index.js', 8_000),
      ],
      [file('/app/src/server.js', 'listen(process.env.PORT);\n'), file('/app/src/health.js', 'ask();\n')],
    ],
  },
  base: { reference: 'gcr.io/distroless/nodejs22-debian12:nonroot', layers: 2 },
  facts: {
    build: buildOf(
      [
        stageOf('build', 0, 'node:22.11-bookworm-slim', true, [
          ['base', 200e6],
          ['RUN npm ci --omit=dev', 20e6],
        ]),
        stageOf('stage-1', 1, 'gcr.io/distroless/nodejs22-debian12:nonroot', false, [
          ['base', 120e6],
          ['COPY node_modules', 15e6],
        ]),
      ],
      { files: ['src/server.js'], install: 'RUN npm ci --omit=dev', stage: 'build' },
      [4],
      9_000,
    ),
    run: runOf({
      uid: 65_532,
      user: 'nonroot',
      argv: ['/nodejs/bin/node', 'src/server.js'],
      health: ['CMD', '/nodejs/bin/node', 'src/health.js'],
      memoryBytes: 55e6,
    }),
    stack: stackOf(
      [
        lifeOf('relay', 0),
        lifeOf('prepare', 0, { status: 'exited', health: 'none', healthyMs: null, exitCode: 0 }),
        lifeOf('web', 1, { dependsOn: { relay: 'service_healthy', prepare: 'service_completed_successfully' } }),
      ],
      ['mail_spool'],
    ),
  },
  advisories: [advisoryOf('Debian:12', 'openssl'), advisoryOf('npm', 'smtp')],
  params: {
    'build/stages': { target: '>=5%' },
    'build/time': { target: '<=10s' },
    'compose/environment': { service: 'web', variable: 'RELAY', value: 'relay' },
    'compose/persistence': { paths: ['/spool'] },
    'compose/services': { services: ['relay', 'prepare'] },
    'context/includes': { files: ['**/server.js'] },
    'context/reduction': { target: '>=50%' },
    'image/has-files': { files: ['server.js'], under: ['/app/src'] },
    'image/no-source': { files: ['*.ts', '*.map', '*.tsx'], under: ['/app/src', '/app/node_modules'] },
    'image/owner-mode': { path: '/home/nonroot', owner: 'nonroot', group: 'nonroot', mode: '0700' },
    'image/package': { name: 'smtp', version: '1.2.0' },
    'image/user': { name: 'nonroot' },
    'packages/licenses': { allow: ['MIT', 'ISC'], types: ['npm'], unknown: 'fail' },
    'packages/vulnerabilities': { critical: '<=1' },
    'packages/weight': {
      target: '<1MB',
      owners: { '*': '<500kB' },
      kinds: { cache: '<1kB', doc: '<1kB' },
      savings: '<1MB',
    },
    'run/command': { argv: ['/nodejs/bin/node', '--check', 'src/server.js'] },
    'run/http': HTTP,
    'run/logs': { except: ['^\\[expected\\]'] },
    'run/read-only': { strict: true },
    'run/reaches': { url: 'http://192.0.2.7:25/' },
    'run/restarts': { target: '<=2' },
    'run/user': { name: 'nonroot' },
    'stack/http': { service: 'web', ...HTTP },
    'stack/logs': { silent: ['prepare'] },
    'stack/persists': PERSISTS,
    'stack/reaches': { service: 'web', url: 'http://relay:2525/' },
    'stack/up': { target: '<30s', order: true },
  },
  otherwise: {
    'compose/documents': 'inapplicable',
    'compose/host-gateway': 'inapplicable',
    'dockerfile/caches-left': 'inapplicable',
    'dockerfile/heredoc-errexit': 'inapplicable',
    'image/ports': 'inapplicable',
  },
};
