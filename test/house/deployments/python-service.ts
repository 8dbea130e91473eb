import { HTTP, PERSISTS } from './answers.ts';
import { metadataOfPython, TRACEABLE } from './metadata.ts';
import {
  advisoryOf,
  buildOf,
  DEBIAN,
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

const USER = { uid: 10_001, gid: 10_001 };
const SITE = '/opt/venv/lib/python3.12/site-packages';

/** A service in Python: its virtual environment is made in one stage and copied, a worker and a queue beside it. */
export const pythonService: Deployment = {
  name: 'Python service',
  dockerfile: `FROM python:3.12.7-slim-bookworm AS wheels
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /src
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY pyproject.toml ./
COPY reports ./reports
RUN pip install --no-cache-dir --no-deps .

FROM python:3.12.7-slim-bookworm
RUN useradd --uid 10001 --home-dir /app --shell /usr/sbin/nologin reports
COPY --from=wheels /opt/venv /opt/venv
COPY --chown=reports config/settings.toml /app/settings.toml
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /app
EXPOSE 8000
USER 10001:10001
HEALTHCHECK --start-period=5s CMD python -m reports.health || exit 1
CMD ["python", "-m", "reports"]
`,
  ignore: `*
!requirements.txt
!pyproject.toml
!reports
!config/settings.toml
**/__pycache__
**/tests
`,
  context: [
    { path: 'requirements.txt', sizeBytes: 20, text: 'web==5.1.0\nc-ext==2\n' },
    { path: 'pyproject.toml', sizeBytes: 300 },
    { path: 'reports/__main__.py', sizeBytes: 19, text: 'import os; serve()\n' },
    { path: 'reports/health.py', sizeBytes: 100 },
    { path: 'reports/tests/test_all.py', sizeBytes: 900 },
    { path: 'reports/__pycache__/health.cpython-312.pyc', sizeBytes: 400 },
    { path: 'config/settings.toml', sizeBytes: 12, text: 'port = 8000\n' },
    { path: '.venv/lib/web/app.py', sizeBytes: 200_000 },
    { path: '.git/HEAD', sizeBytes: 20 },
  ],
  compose: `# Reports. Without a queue of your own, the profile "queue" brings one.
services:
  web: &service
    image: example.org/reports:2.0.0@sha256:${'ab'.repeat(32)}
    environment: [QUEUE_URL=redis://queue:6379, "LEVEL=\${LEVEL:-info}"]
    ports:
      - target: 8000
        host_ip: 127.0.0.1
    depends_on: { queue: { condition: service_healthy } }
    networks: [reports]
    volumes: [files:/app/files]
    restart: always
    cap_drop: [all]
    security_opt: ["no-new-privileges=true"]
    mem_limit: 256m
    cpus: 0.5
    pids_limit: 50
    logging: { driver: local }
  worker:
    <<: *service
    ports: []
    healthcheck: { test: [CMD, python, -m, reports.health] }
  queue:
    image: redis:7.4.1
    healthcheck: { test: [CMD, redis-cli, ping] }
    networks: [reports]
    volumes: [queue:/data]
    restart: always
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    mem_limit: 256m
    cpus: 0.5
    pids_limit: 50
    logging: { driver: local }
networks:
  reports: { driver: bridge }
volumes:
  files: {}
  queue: {}
`,
  image: {
    config: {
      user: '10001:10001',
      cmd: ['python', '-m', 'reports'],
      workingDir: '/app',
      env: ['PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin'],
      exposedPorts: ['8000/tcp'],
      healthcheck: { test: ['CMD-SHELL', 'python -m reports.health || exit 1'], startPeriodMs: 5_000 },
      labels: TRACEABLE,
      os: 'linux',
      architecture: 'amd64',
    },
    layers: [
      [
        ...DEBIAN,
        elf('/usr/local/bin/python3.12', { loader: LOADER, needed: [...LIBC, 'libpython3.12.so.1.0'] }),
        elf('/usr/local/lib/libpython3.12.so.1.0', { needed: LIBC }),
        link('/usr/local/bin/python', 'python3.12'),
      ],
      [
        file('/etc/passwd', 'root:x:0:0:root:/root:/bin/bash\nreports:x:10001:10001::/app:/usr/sbin/nologin\n'),
        file('/etc/group', 'root:x:0:\nreports:x:10001:\n'),
      ],
      [
        folder('/opt/venv'),
        link('/opt/venv/bin/python', '/usr/local/bin/python'),
        file(`${SITE}/web-5.1.0.dist-info/METADATA`, metadataOfPython('web', '5.1.0', 'BSD-3-Clause')),
        file(`${SITE}/web-5.1.0.dist-info/RECORD`, 'web/__init__.py,,\nweb-5.1.0.dist-info/METADATA,,\n'),
        sized(`${SITE}/web/__init__.py`, 9_000),
        file(`${SITE}/c_ext-2.dist-info/METADATA`, metadataOfPython('c-ext', '2', 'MIT')),
        elf(`${SITE}/c_ext/fast.cpython-312-x86_64-linux-gnu.so`, { needed: LIBC }),
        file(`${SITE}/reports-2.0.0.dist-info/METADATA`, metadataOfPython('reports', '2.0.0', 'Apache-2.0')),
        file(`${SITE}/reports/__main__.py`, 'import os; serve()\n'),
        file(`${SITE}/reports/health.py`, 'ask()\n'),
      ],
      [folder('/app', USER), file('/app/settings.toml', 'port = 8000\n', { ...USER, mode: 0o640 })],
    ],
  },
  base: { reference: 'python:3.12.7-slim-bookworm', layers: 1 },
  facts: {
    build: buildOf(
      [
        stageOf('wheels', 0, 'python:3.12.7-slim-bookworm', true, [
          ['base', 130e6],
          ['RUN pip install', 90e6],
        ]),
        stageOf('stage-1', 1, 'python:3.12.7-slim-bookworm', false, [
          ['base', 130e6],
          ['COPY /opt/venv', 60e6],
        ]),
      ],
      { files: ['reports/health.py'], install: 'RUN pip install --no-cache-dir -r requirements.txt', stage: 'wheels' },
      [2, 6, 12],
    ),
    run: runOf({
      uid: 10_001,
      user: 'reports',
      argv: ['python', '-m', 'reports'],
      health: ['CMD-SHELL', 'python -m reports.health || exit 1'],
      memoryBytes: 90e6,
    }),
    stack: stackOf(
      [
        lifeOf('queue', 0),
        lifeOf('web', 1, { dependsOn: { queue: 'service_healthy' } }),
        lifeOf('worker', 1, { dependsOn: { queue: 'service_healthy' } }),
      ],
      ['reports_files'],
    ),
  },
  advisories: [advisoryOf('Debian:12', 'openssl'), advisoryOf('PyPI', 'web')],
  params: {
    'build/stages': { target: '>=10%' },
    'compose/documents': { texts: ['profile "queue"'] },
    'compose/environment': { service: 'worker', variable: 'LEVEL', value: 'info' },
    'compose/persistence': { paths: ['/data', '/app/files'] },
    'compose/services': { services: ['web', 'worker', 'queue'] },
    'context/includes': { files: ['pyproject.toml'] },
    'context/reduction': { target: '>=90%' },
    'context/size': { target: '<1MB', of: 'selected' },
    'image/has-files': { files: ['**/*.py'], under: [`${SITE}/reports`], atLeast: 2 },
    'image/no-source': { files: ['*.py', 'test_*'], under: ['/app'] },
    'image/owner-mode': { path: '/app/settings.toml', owner: 10_001, mode: '0640' },
    'image/package': { name: 'web', version: '5.1.0', ecosystem: 'python' },
    'image/size': { target: '<300MB', of: 'files' },
    'image/layers': { as: 'dive' },
    'image/user': { uid: 10_001 },
    'packages/licenses': { allow: ['Apache-2.0', 'BSD-*', 'MIT'], types: ['pypi'], unknown: 'fail' },
    'packages/vulnerabilities': { medium: '<=2', fixableOnly: false },
    'run/command': { argv: ['python', '-c', 'import reports; print("v1")'], contains: 'v1' },
    'run/http': { ...HTTP, json: undefined, contains: 'ok', headers: { 'content-type': 'json' } },
    'run/logs': { pattern: 'boom|Traceback', streams: ['stdout'] },
    'run/reaches': { url: 'http://queue.example:6379/', status: 200 },
    'run/user': { uid: 10_001 },
    'stack/http': { service: 'web', ...HTTP },
    'stack/logs': { services: ['web', 'worker'], silent: ['worker'] },
    'stack/persists': PERSISTS,
    'stack/reaches': { service: 'worker', url: 'http://queue:6379/', contains: 'ready' },
    'stack/restarts': { services: ['web'], target: '<=1' },
  },
  otherwise: {
    'compose/healthchecks': 'fail',
    'compose/host-gateway': 'inapplicable',
    'dockerfile/heredoc-errexit': 'inapplicable',
    'image/ports': 'inapplicable',
  },
};
