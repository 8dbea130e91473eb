import { HTTP, PERSISTS } from './answers.ts';
import { TRACEABLE } from './metadata.ts';
import { buildOf, type Deployment, elf, file, folder, lifeOf, runOf, stackOf, stageOf } from './parts.ts';

/** A static program and nothing else: no shell, no accounts, no C library. */
export const staticBinary: Deployment = {
  name: 'static binary',
  dockerfile: `FROM golang:1.23.4-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /out/gate ./cmd/gate

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/gate /gate
USER 65532:65532
EXPOSE 8000
HEALTHCHECK CMD ["/gate", "-check"]
ENTRYPOINT ["/gate"]
`,
  ignore: '.git\nbin\n*.pem\n.env*\n**/testdata\n',
  context: [
    { path: 'go.mod', sizeBytes: 40, text: 'module example.org/gate\n\ngo 1.23\n' },
    { path: 'go.sum', sizeBytes: 900 },
    { path: 'cmd/gate/main.go', sizeBytes: 27, text: 'package main\nfunc main() {}' },
    { path: 'bin/gate', sizeBytes: 9_000_000 },
    { path: '.git/objects/pack/a.pack', sizeBytes: 4_000_000 },
  ],
  compose: `# The gate stands before whatever TARGET names.
name: gate
services:
  web:
    image: example.org/gate:3.1
    build: { context: . }
    environment: { TARGET: "\${TARGET:-http://echo:8080}" }
    ports: ["127.0.0.1:8000:8000"]
    depends_on: { echo: { condition: service_healthy } }
    networks: { front: null }
    read_only: true
    restart: on-failure
    cap_drop: [ALL]
    security_opt: [no-new-privileges]
    deploy: { resources: { limits: { memory: 64M, cpus: "0.5", pids: 20 } } }
    logging: { driver: json-file, options: { max-size: 1m } }
  echo:
    image: example.org/echo:1.0.3
    healthcheck: { test: [CMD, /answer, -check] }
    networks: { front: null }
    restart: on-failure
    cap_drop: [ALL]
    security_opt: [no-new-privileges]
    deploy: { resources: { limits: { memory: 64M, cpus: "0.5", pids: 20 } } }
    logging: { driver: json-file, options: { max-size: 1m } }
networks:
  front: { name: gate-front }
`,
  image: {
    config: {
      user: '65532:65532',
      entrypoint: ['/gate'],
      exposedPorts: ['8000/tcp'],
      healthcheck: { test: ['CMD', '/gate', '-check'] },
      labels: TRACEABLE,
      env: ['PATH=/usr/bin'],
      os: 'linux',
      architecture: 'amd64',
    },
    layers: [
      [folder('/etc/ssl/certs'), file('/etc/ssl/certs/ca-certificates.crt', 'certificates stand here\n')],
      [elf('/gate')],
    ],
  },
  base: null,
  facts: {
    build: buildOf(
      [
        stageOf('build', 0, 'golang:1.23.4-bookworm', true, [
          ['base', 800e6],
          ['RUN go mod download', 60e6],
          ['RUN go build', 12e6],
        ]),
        stageOf('stage-1', 1, 'scratch', false, [
          ['COPY certificates', 200e3],
          ['COPY gate', 8e6],
        ]),
      ],
      { files: ['cmd/gate/main.go'], install: 'RUN go mod download', stage: 'build' },
      [4, 6],
    ),
    run: runOf({ uid: 65_532, user: null, argv: ['/gate'], health: ['CMD', '/gate', '-check'], memoryBytes: 6e6 }),
    stack: stackOf([lifeOf('echo', 0), lifeOf('web', 1, { dependsOn: { echo: 'service_healthy' } })]),
  },
  params: {
    'build/base-pinned': { level: 'tag', allowed: ['golang:*'] },
    'build/time': { target: '<2m' },
    'build/stages': { target: '>=90%' },
    'compose/documents': { texts: ['whatever TARGET names'] },
    'compose/environment': { service: 'web', variable: 'TARGET' },
    'compose/services': { services: ['web'] },
    'context/excludes': { list: ['.git', '/bin', '*.pem'] },
    'context/includes': { files: ['go.mod', 'cmd/**/*.go'] },
    'context/reduction': { target: '>=99%' },
    'context/size': { target: '<=10kB' },
    'image/has-files': { files: ['/gate'], under: ['/'] },
    'image/no-source': { files: ['*.go'], under: ['/'] },
    'image/owner-mode': { path: '/gate', owner: 0, group: 0, mode: '0755' },
    'image/platform': { platforms: ['linux/amd64'] },
    'image/ports': { ports: [8000] },
    'image/size': { target: '<=20MB' },
    'image/layers': { maxLayers: '<=2' },
    'run/command': { argv: ['/gate', '-version'], matches: '^v[0-9]' },
    'run/cpu': { target: '<1%' },
    'run/http': HTTP,
    'run/memory': { target: '<16MB' },
    'run/reaches': { url: 'http://127.0.0.1:8000/health' },
    'run/startup': { target: '<1s' },
    'run/stop': { target: '<1s', exit: [0] },
    'run/user': { uid: 65_532 },
    'stack/http': { service: 'web', ...HTTP },
    'stack/persists': { ...PERSISTS, contains: undefined },
    'stack/reaches': { service: 'web', url: 'http://echo:8080/' },
  },
  otherwise: {
    'compose/host-gateway': 'inapplicable',
    'compose/persistence': 'inapplicable',
    'dockerfile/caches-left': 'inapplicable',
    'dockerfile/heredoc-errexit': 'inapplicable',
    'image/package': 'not asked',
    'packages/inventory': 'inapplicable',
    'packages/licenses': 'inapplicable',
    'packages/vulnerabilities': 'inconclusive',
  },
};
