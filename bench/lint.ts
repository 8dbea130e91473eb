import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { checksOfProjects } from '../src/checks/static-compose.ts';
import { lintCompose, planLint } from '../src/lint/index.ts';
import { readCompose } from '../src/sensors/static-compose.ts';
import { memoryFiles } from '../test/kit/index.ts';

const FILES = 1_000;
const BOUND_MS = 2_000;
const COLD_BOUND_MS = 150;
const PROJECT_BOUND_MS = 15;
const PROJECT_ROUNDS = 100;
const ROUNDS = 5;
const root = join(import.meta.dirname, '..');

/** Real texts where vectors lie beside the repository; else some of our own. */
function texts(): readonly string[] {
  const folder = join(root, '../shared/conformance/lint');
  const names = ['buildkit-corpus.json', 'hadolint-rules.json'].map((name) => join(folder, name));
  const found = names.filter(existsSync).flatMap((path) => {
    const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { cases: readonly { dockerfile?: string }[] };
    return cases.flatMap(({ dockerfile }) => (dockerfile === undefined ? [] : [dockerfile]));
  });
  return found.length > 0 ? [...found, ...own()] : own();
}

/** A service in two stages, as long as real ones are. */
function own(): readonly string[] {
  return Array.from({ length: 100 }, (_, i) =>
    [
      '# syntax=docker/dockerfile:1',
      `ARG VERSION=${i}`,
      'FROM golang:1.22 AS build',
      'WORKDIR /src',
      'COPY go.mod go.sum ./',
      'RUN go mod download',
      'COPY . .',
      'RUN --mount=type=cache,target=/root/.cache CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o /out/service ./cmd/service',
      'FROM debian:bookworm-slim',
      `LABEL org.opencontainers.image.title="service ${i}" org.opencontainers.image.version="1.${i}.0"`,
      'RUN apt-get update \\',
      ' && apt-get install -y --no-install-recommends ca-certificates=20230311 tzdata=2024a-0+deb12u1 \\',
      ' # what is not needed any more',
      ' && rm -rf /var/lib/apt/lists/*',
      'ENV PORT=8080 MODE=production',
      'COPY --from=build --chown=10001:10001 /out/service /usr/local/bin/service',
      'USER 10001',
      'EXPOSE 8080',
      'HEALTHCHECK --interval=10s CMD ["/usr/local/bin/service", "health"]',
      'ENTRYPOINT ["/usr/local/bin/service"]',
      'CMD ["serve"]',
      '',
    ].join('\n'),
  );
}

let cache = '';

/** Runs it with what an earlier run left in the cache, as on a machine where it is used. */
function lint(cli: string, cwd: string, ...args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(
    execPath,
    [cli, 'lint', '--skip', 'shellcheck', '--fail-level', 'none', ...args],
    {
      cwd,
      encoding: 'utf8',
      env: { ...env, TICKPROOF_CACHE: cache },
      maxBuffer: 1e9,
    },
  );
  if (status !== 0) throw new Error(`lint ended with ${status}: ${stderr}`);
  return performance.now() - start;
}

function node(): number {
  const start = performance.now();
  spawnSync(execPath, ['-e', '0']);
  return performance.now() - start;
}

/** A compose project of as many services as people have, by one process that has read it before. */
function project(): number {
  const services = Array.from({ length: 8 }, (_, i) =>
    [
      `  s${i}:`,
      `    image: example/s${i}:1.\${MINOR:-0}`,
      '    restart: unless-stopped',
      `    ports: ["127.0.0.1:${8000 + i}:80"]`,
      '    environment: {MODE: production, HOST: "${HOST:-localhost}"}',
      '    healthcheck: {test: [CMD, curl, -f, "http://localhost/"], interval: 10s, timeout: 3s, retries: 3}',
      '    deploy: {resources: {limits: {cpus: "0.5", memory: 256M}}}',
      '    logging: {driver: json-file, options: {max-size: 10m, max-file: "3"}}',
      '    volumes: ["data:/data:ro"]',
      ...(i > 0 ? [`    depends_on: {s${i - 1}: {condition: service_healthy}}`] : []),
    ].join('\n'),
  );
  const text = `services:\n${services.join('\n')}\nvolumes:\n  data: {}\n`;
  const plan = planLint(checksOfProjects, { profile: 'strict', only: [], skip: [], config: null });
  const files = memoryFiles('/work', { 'compose.yaml': text });
  const times = Array.from({ length: PROJECT_ROUNDS }, () => {
    const start = performance.now();
    const source = {
      folder: '/work',
      files: ['compose.yaml'],
      texts: { 'compose.yaml': text },
      variables: {},
      profiles: [],
    };
    lintCompose(plan, readCompose(files, source), 'compose.yaml');
    return performance.now() - start;
  });
  return times.sort((left, right) => left - right)[PROJECT_ROUNDS >> 1] ?? 0;
}

const best = (measure: () => number): number => Math.min(...Array.from({ length: ROUNDS }, measure));

const folder = mkdtempSync(join(tmpdir(), 'tickproof-bench-lint-'));
try {
  const dist = join(folder, 'dist');
  spawnSync(join(root, 'node_modules/.bin/tsx'), [join(root, 'scripts/build.ts'), '--no-types', '--out', dist]);
  const cli = join(dist, 'cli.js');
  const all = texts();
  const many = join(folder, 'many');
  let bytes = 0;
  for (let i = 0; i < FILES; i += 1) {
    const text = all[i % all.length] ?? '';
    bytes += text.length;
    mkdirSync(join(many, String(i)), { recursive: true });
    writeFileSync(join(many, String(i), 'Dockerfile'), text);
  }
  const one = join(many, '0');
  writeFileSync(join(one, 'Dockerfile'), own()[0] ?? '');
  const bare = best(node);
  const first = best(() => {
    cache = mkdtempSync(join(folder, 'cache-'));
    return lint(cli, one, 'Dockerfile');
  });
  const cold = best(() => lint(cli, one, 'Dockerfile'));
  const whole = best(() => lint(cli, many));
  const kib = Math.round(bytes / 1024);
  console.log(
    `${FILES} Dockerfiles (${kib} KiB): ${Math.round(whole)} ms, bound ${BOUND_MS} ms, ${((whole - cold) / FILES).toFixed(2)} ms each`,
  );
  console.log(
    `one file, cold: ${Math.round(cold)} ms, bound ${COLD_BOUND_MS} ms; node by itself: ${Math.round(bare)} ms, ratio ${(cold / bare).toFixed(1)}; the first time ever: ${Math.round(first)} ms`,
  );
  const warm = project();
  console.log(
    `a compose project of eight services, warm, the one in the middle: ${warm.toFixed(1)} ms, bound ${PROJECT_BOUND_MS} ms`,
  );
  if (whole > BOUND_MS || cold > COLD_BOUND_MS || warm > PROJECT_BOUND_MS) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
