import { HTTP } from './answers.ts';
import { buildOf, type Deployment, elf, file, folder, lifeOf, runOf, sized, stackOf, stageOf } from './parts.ts';

/** Pages and the server that hands them out, in one stage `FROM scratch`: nothing is installed, nothing is compiled here. */
export const dataOnly: Deployment = {
  name: 'data only',
  dockerfile: `FROM scratch
ARG VERSION=7
LABEL org.opencontainers.image.version=$VERSION
COPY bin/httpd /httpd
COPY --chmod=0644 pages/ /pages/
USER 101
EXPOSE 8080/tcp
HEALTHCHECK CMD ["/httpd", "-c", "/pages/httpd.conf", "check"]
CMD ["/httpd", "-f", "-h", "/pages"]
`,
  ignore: '# only what is served\n*\n!bin/httpd\n!pages\npages/drafts\n',
  context: [
    { path: 'bin/httpd', sizeBytes: 90_000 },
    { path: 'pages/index.html', sizeBytes: 30, text: '<h1>Pages</h1>\n' },
    { path: 'pages/httpd.conf', sizeBytes: 10, text: 'A:*\n' },
    { path: 'pages/a/b/deep.html', sizeBytes: 100 },
    { path: 'pages/drafts/unready.html', sizeBytes: 5_000 },
    { path: 'photographs/raw.tiff', sizeBytes: 70_000_000 },
  ],
  compose: `name: pages
services:
  web:
    build: { context: ., args: { VERSION: "7" } }
    ports: ["127.0.0.1:8080:8080"]
    networks: [pages]
    restart: unless-stopped
    tmpfs: [/tmp]
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    deploy: { resources: { limits: { memory: 16M, cpus: "0.1", pids: 4 } } }
    logging: { driver: none }
  mirror:
    image: example.org/mirror@sha256:${'cd'.repeat(32)}
    healthcheck: { test: [CMD, /mirror, check] }
    networks: [pages]
    volumes: ["./pages:/pages:ro"]
    restart: unless-stopped
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    deploy: { resources: { limits: { memory: 16M, cpus: "0.1", pids: 4 } } }
    logging: { driver: none }
networks: { pages: { name: pages } }
`,
  references: [{ kind: 'bind', owner: 'services.mirror', path: 'pages', state: 'there', needed: false }],
  image: {
    config: {
      user: '101',
      cmd: ['/httpd', '-f', '-h', '/pages'],
      exposedPorts: ['8080/tcp'],
      healthcheck: { test: ['CMD', '/httpd', '-c', '/pages/httpd.conf', 'check'] },
      labels: { 'org.opencontainers.image.version': '7' },
      os: 'linux',
      architecture: 'amd64',
    },
    layers: [
      [elf('/httpd')],
      [
        folder('/pages'),
        file('/pages/index.html', '<h1>Pages</h1>\n'),
        file('/pages/httpd.conf', 'A:*\n'),
        sized('/pages/a/b/deep.html', 100),
      ],
    ],
  },
  base: null,
  facts: {
    build: buildOf(
      [
        stageOf('stage-0', 0, 'scratch', false, [
          ['COPY bin/httpd', 90e3],
          ['COPY pages', 5e3],
        ]),
      ],
      null,
    ),
    run: runOf({
      uid: 101,
      user: null,
      port: 8080,
      argv: ['/httpd', '-f', '-h', '/pages'],
      health: ['CMD', '/httpd', '-c', '/pages/httpd.conf', 'check'],
      memoryBytes: 2e6,
    }),
    stack: stackOf([lifeOf('mirror', 0), lifeOf('web', 0)]),
  },
  params: {
    'compose/clean-machine': { names: 'refused', ports: 'shown' },
    'compose/services': { services: ['web', 'mirror'] },
    'context/excludes': { list: ['.git', '*.tiff', '/pages/drafts', '!keep.tiff'] },
    'context/includes': { files: ['pages/index.html'] },
    'context/reduction': { target: '>99%' },
    'context/size': { target: '<=100kB' },
    'image/has-files': { files: ['*.html'], under: ['/pages'], atLeast: 2, except: ['draft*'] },
    'image/labels': { labels: ['org.opencontainers.image.version'] },
    'image/no-source': { files: ['*.tiff', '*.md'], under: ['/pages'], except: ['README.md'] },
    'image/no-source-maps': { under: ['/pages'] },
    'image/owner-mode': { path: '/pages', mode: '0755' },
    'image/ports': { ports: ['8080/tcp'] },
    'image/size': { target: '<=1MB' },
    'run/command': { argv: ['/httpd', '--version'], contains: 'v1' },
    'run/http': { ...HTTP, path: '/', port: 8080, json: undefined, headers: { 'x-served-by': 'pages' } },
    'run/reaches': { url: 'http://localhost:8080/' },
    'run/starts': {},
    'stack/http': { service: 'web', path: '/', headers: { 'x-served-by': 'pages' } },
    'stack/logs': { services: ['web'] },
    'stack/persists': { write: { command: ['/httpd', 'put'] }, read: { command: ['/httpd', 'get'] }, service: 'web' },
    'stack/reaches': { service: 'mirror', url: 'http://web:8080/' },
  },
  otherwise: {
    'build/base-pinned': 'inapplicable',
    'build/cache-order': 'inapplicable',
    'build/libc-compatible': 'inapplicable',
    'build/multi-stage': 'inapplicable',
    'compose/depends-healthy': 'inapplicable',
    'compose/documents': 'inapplicable',
    'compose/environment': 'not asked',
    'compose/host-gateway': 'inapplicable',
    'dockerfile/caches-left': 'inapplicable',
    'dockerfile/heredoc-errexit': 'inapplicable',
    'image/package': 'not asked',
    'packages/inventory': 'inapplicable',
    'packages/licenses': 'inapplicable',
    'packages/vulnerabilities': 'inconclusive',
  },
};
