import type {
  CounterProof,
  Currency,
  EvidenceRecord,
  Measured,
  MutantLevel,
  ProofState,
  Tick,
  TickCriterion,
  Verdict,
} from '../../src/domain/index.ts';
import { sha256 } from '../../src/formats/index.ts';

const JUDGED = '2026-11-21T09:14:07.000Z';
const MB = 1e6;

/** What would end a line, a table, a comment or a terminal's patience, all in one log line. */
export const HOSTILE =
  'ERROR \u001b[31mred\u001b[0m \u001b]0;owned\u0007\u001b[2J | `rm -rf` <script>alert(1)</script> --> ✅ all fine\r\u202e⧗';

type Told = Partial<Omit<Tick, 'criterion'>> & { readonly criterion?: Partial<TickCriterion> };

function tick(check: string, section: number, title: string, verdict: Verdict, told: Told = {}): Tick {
  const { criterion = {}, ...more } = told;
  return {
    criterion: {
      id: check,
      check,
      version: 1,
      title,
      why: 'What nobody looks at is the first thing to be wrong.',
      remedy: 'Look at it, and mend what is wrong.',
      references: ['https://docs.docker.com/build/building/best-practices/'],
      aliases: [],
      required: true,
      params: {},
      section,
      ...criterion,
    },
    key: sha256(`key of ${criterion.id ?? check}`),
    inputs: { 'dockerfile.raw': sha256('dockerfile') },
    verdict,
    measured: null,
    proof: verdict.status === 'pass' ? 'proven' : 'unattempted',
    proofBecause: verdict.status === 'pass' ? '2 of 2 mutants red for the expected reason, red where nothing is' : 'only what holds is shown able to fail',
    currency: 'fresh',
    validUntil: null,
    judgedAt: JUDGED,
    elapsedMs: 12,
    reused: false,
    reproduce: [],
    ...more,
  };
}

const value = (what: string, seen: string): Verdict => ({ status: 'pass', evidence: [{ kind: 'value', what, value: seen }] });

function measured(what: string, amount: number, unit: string, target: string, margin: number | null, samples: readonly number[] = []): Measured {
  return { what, value: amount, unit, target, margin, samples };
}

function holds(it: Measured): Pick<Tick, 'measured'> & { verdict: Verdict } {
  return { measured: it, verdict: { status: 'pass', evidence: [{ kind: 'measure', what: it.what, value: it.value, unit: 'B' }] } };
}

const BUILD = ['docker build -t IMAGE -f ./Dockerfile .'];
const RUN = ['docker run --rm -e TMWS_SECRET_KEY=… -p 127.0.0.1::8000 IMAGE'];
const size = measured('size as the engine shows it', 470.4 * MB, 'B', '<500MB', 0.0592);
const context = measured('context that can be sent', 1_652_113, 'B', '<70MB', 0.9764);
const startup = measured('start to ready', 2910, 'ms', '<5s', 0.418, [3105, 2910, 2841]);
const memory = measured('idle memory, p95', 612.3 * MB, 'B', '<500MB', -0.2246, [598, 601, 604, 609, 612, 611, 612, 612.3, 612, 611].map((it) => it * MB));
const cpu = measured('idle CPU of a core', 0.021, 'ratio', '<10%', 0.79, [0.02, 0.024, 0.018, 0.021]);

const ticks: readonly Tick[] = [
  tick('build/succeeds', 0, 'The image builds from exactly the files that the context sends', value('built', 'sha256:9f31c0de'), {
    reproduce: BUILD,
    elapsedMs: 48_200,
    criterion: { id: 'PROD-001.2' },
  }),
  tick('build/stages', 0, 'Every stage is weighed, and what was left behind is shown', {
    status: 'pass',
    evidence: [
      {
        kind: 'tree',
        title: 'Stages of the build',
        rows: [
          { depth: 0, label: 'builder', sizeBytes: 812 * MB, note: 'discarded' },
          { depth: 1, label: 'base python:3.11', sizeBytes: 130 * MB },
          { depth: 1, label: 'RUN apt-get install build-essential', sizeBytes: 200 * MB },
          { depth: 1, label: 'RUN uv pip install', sizeBytes: 302 * MB },
          { depth: 1, label: 'COPY src', sizeBytes: 180 * MB },
          { depth: 0, label: 'production', sizeBytes: 470.4 * MB, note: 'final' },
          { depth: 1, label: 'base python:3.11-slim', sizeBytes: 130.4 * MB },
          { depth: 1, label: 'RUN pip install /tmp/*.whl', sizeBytes: 338 * MB },
          { depth: 2, label: 'dependencies', sizeBytes: 300 * MB },
          { depth: 2, label: 'the wheel', sizeBytes: 38 * MB },
        ],
      },
      { kind: 'measure', what: 'saved over a single stage', value: 341.6 * MB, unit: 'B' },
    ],
  }, { criterion: { required: false }, proof: 'partial', proofBecause: 'only the comparison was shown able to fail, not the measurement', reproduce: BUILD }),
  tick('image/size', 0, 'The image is smaller than its bound', holds(size).verdict, { measured: size, criterion: { id: 'PROD-001.3' }, reproduce: [...BUILD, 'tickproof inspect image docker:IMAGE'] }),
  tick('image/user', 1, 'The image runs as a user that is not root', value('USER', 'tmws (uid 1000, gid 1000)'), { criterion: { id: 'R-P0-3', aliases: ['CIS-DI-0001'] }, reproduce: ['tickproof inspect image docker:IMAGE'] }),
  tick('image/no-source', 1, 'No file of the given kinds lies under the given places, and the places exist', {
    status: 'fail',
    findings: [
      {
        reason: 'source-found',
        message: '105 files match `**/*.py`, the first is /usr/local/lib/python3.11/site-packages/src/__init__.py',
        evidence: [
          { kind: 'file', path: '/usr/local/lib/python3.11/site-packages/src/__init__.py', layer: 7 },
          { kind: 'source', text: 'RUN pip install --no-cache-dir \\\n    /tmp/*.whl', at: { file: 'Dockerfile', startLine: 74, endLine: 75 } },
        ],
      },
      ...Array.from({ length: 24 }, (_, index) => ({
        reason: 'source-found',
        message: `/app/src/tool_${index}.py is source`,
        evidence: [{ kind: 'file' as const, path: `/app/src/tool_${index}.py`, layer: 7 }] as const,
      })),
    ],
  }, {
    criterion: {
      id: 'R-P0-1',
      why: 'Whoever can pull the image can read what was meant to stay inside; bytecode is no secret, but source is a gift.',
      remedy: 'Install the wheel as bytecode only (`python -m compileall -b`, then delete `*.py`).',
    },
    reproduce: ['tickproof inspect image docker:IMAGE'],
  }),
  tick('image/no-secrets', 1, 'No secret lies in any layer, in env, labels or history', value('files looked at', '18,204'), { reused: true, judgedAt: '2026-11-20T17:00:00.000Z' }),
  tick('image/setuid', 1, 'No setuid or setgid file beyond those of the base', { status: 'fail', findings: [{ reason: 'setuid', message: '/usr/bin/|odd`na<me has mode 4755', evidence: [{ kind: 'file', path: '/usr/bin/|odd`na<me', layer: 3, detail: 'mode 4755' }] }] }, {
    criterion: { required: false, waiver: { because: 'the helper is removed with release 2.4', owner: 'platform@example.test', until: '2026-12-31' } },
  }),
  tick('packages/vulnerabilities', 1, 'At most so many known vulnerabilities of each severity', { status: 'inconclusive', because: 'there is no advisory data on this machine', remedy: 'Run `tickproof advisories update`.' }, { criterion: { id: 'SEC-2' } }),
  tick('run/healthy', 2, 'The engine reports healthy within the bound', {
    status: 'fail',
    findings: [
      {
        reason: 'never-healthy',
        message: 'never healthy in 60 s: the program listens on 127.0.0.1 only',
        evidence: [
          { kind: 'value', what: 'cause', value: 'the program listens on 127.0.0.1:8000, the probe asks 172.17.0.2:8000' },
          { kind: 'log', stream: 'stderr', text: `INFO  starting\n${HOSTILE}\n::error::taken over\nWARN  日本語のログ行も幅どおりに折り返されるべきである、そして続く、そして続く、そして続く` },
        ],
      },
    ],
  }, { criterion: { id: 'A3' }, reproduce: RUN, validUntil: '2026-12-21T09:14:07.000Z', elapsedMs: 61_020 }),
  tick('run/startup', 2, 'Ready within the bound, as the median of at least three starts', holds(startup).verdict, { measured: startup, criterion: { id: 'A8' }, reproduce: RUN, validUntil: '2026-12-21T09:14:07.000Z', elapsedMs: 9100 }),
  tick('run/memory', 2, 'Idle memory stays below the bound', {
    status: 'fail',
    findings: [{ reason: 'memory-over', message: 'idle memory, p95: 612 MB, wanted <500MB', evidence: [{ kind: 'measure', what: memory.what, value: memory.value, unit: 'B', target: { op: '<', value: 5e8, unit: 'B', text: '<500MB' } }] }],
  }, { measured: memory, reproduce: RUN, criterion: { required: false } }),
  tick('run/cpu', 2, 'Idle CPU stays below the bound', holds(cpu).verdict, { measured: cpu, currency: 'expired', validUntil: '2026-11-20T00:00:00.000Z', reproduce: RUN }),
  tick('run/http', 2, 'A request gets the wanted status and body', value('GET /health', '200 in 12 ms'), { criterion: { id: 'A4' }, proofBecause: '4 of 4 mutants red for the expected reason, red where nothing is, green again after', reproduce: RUN, validUntil: '2026-12-21T09:14:07.000Z' }),
  tick('run/logs', 2, 'The log says something, and nothing that must not be there', value('lines', '14'), { proofBecause: '3 of 3 mutants red for the expected reason, red where nothing is, green again after', reproduce: RUN }),
  tick('run/restarts', 2, 'No restart in the window', value('restarts', '0'), { proof: 'partial', proofBecause: 'flaky: red on the unchanged deployment in 1 of 3 looks', reproduce: RUN }),
  tick('run/command', 2, 'The program says its version', value('exit code', '0'), { criterion: { id: 'own-1' }, proof: 'partial', proofBecause: 'only that the answer is judged was shown, not that this deployment could answer otherwise: name `mutants:`', reproduce: RUN }),
  tick('run/command', 2, 'The self-test passes', value('exit code', '0'), { criterion: { id: 'own-2', required: false }, proof: 'partial', proofBecause: 'indiscriminate: red in all 5 worlds of other criteria, too', reproduce: RUN }),
  tick('context/size', 3, 'What can be sent is smaller than its bound', holds(context).verdict, { measured: context, proof: 'vacuous', proofBecause: 'still green with: no .dockerignore at all (expected context-over)', criterion: { id: 'R-P1-2' }, reproduce: ['tickproof inspect context .'] }),
  tick('context/excludes', 3, 'Nothing that is sent matches the list', value('paths sent', '212'), { proof: 'unattempted', proofBecause: 'proofs were turned off with --proof none', reproduce: ['tickproof inspect context .'] }),
  tick('compose/host-gateway', 4, '`host.docker.internal` works on Linux too', { status: 'inapplicable', because: 'no service uses `host.docker.internal`' }, { criterion: { stack: 'universal' } }),
  tick('compose/valid', 4, 'It loads as Compose v2 loads it, with no unset required variable', { status: 'pass', evidence: [{ kind: 'source', text: 'services:', at: { file: 'docker-compose.yml', startLine: 1, endLine: 1 } }] }, { currency: 'stale', criterion: { stack: 'universal' }, reproduce: ['docker compose --project-directory . -f docker-compose.yml config --quiet'] }),
  tick('stack/up', 4, 'Every service comes up on a machine that has nothing', value('services', 'tmws, ollama'), { criterion: { stack: 'universal', id: 'stack/up@universal' }, reused: true, judgedAt: '2026-11-20T17:00:00.000Z', reproduce: ['docker compose --project-directory . -f docker-compose.yml up'] }),
  tick('stack/reaches', 4, 'A service reaches the ones that it needs', value('tmws → ollama:11434', 'open'), { criterion: { stack: 'universal', id: 'stack/reaches@universal' }, proof: 'vacuous', proofBecause: 'still green with: every service in a network of its own (expected unreachable)', reproduce: ['docker compose --project-directory . -f docker-compose.yml up'] }),
];

function proof(criterion: string, mutant: string, level: MutantLevel | 'null', expected: string, outcome: CounterProof['outcome'] = { status: 'killed', reason: expected, message: `${mutant}: seen` }): CounterProof {
  return { criterion, mutant, level, expected, outcome, elapsedMs: 3 };
}

/** What an engine made: how long it took, and how the others fared there. */
function made(it: CounterProof, elapsedMs: number, alsoRed: readonly string[], alsoGreen: readonly string[], more: Partial<CounterProof> = {}): CounterProof {
  return { ...it, elapsedMs, alsoRed, alsoGreen, alsoJudged: alsoRed.length + alsoGreen.length, ...more };
}

const nothing = (criterion: string) => proof(criterion, 'nothing there', 'null', 'not green', { status: 'killed', reason: 'inconclusive', message: 'there is no image' });

const counterProofs: readonly CounterProof[] = [
  nothing('PROD-001.2'),
  proof('PROD-001.2', 'delete one COPY source', 'S', 'copy-source-missing'),
  made(proof('PROD-001.2', '`RUN false` at the end', 'B', 'build-failed', { status: 'killed', reason: 'build-failed', message: 'Dockerfile:90 `RUN false` ended with 1' }), 2140, [], []),
  proof('build/stages', 'a stage of 10 GB', 'J', 'saving-under'),
  nothing('PROD-001.3'),
  proof('PROD-001.3', 'a filler that brings the image one byte over its bound', 'L', 'size-over'),
  proof('PROD-001.3', 'a number just over the bound', 'J', 'size-over'),
  proof('PROD-001.3', 'a number just under the bound, twice', 'J', 'size-over'),
  nothing('R-P0-3'),
  proof('R-P0-3', 'no USER at all', 'K', 'root-user'),
  proof('R-P0-3', 'USER 0', 'K', 'root-user'),
  proof('R-P0-3', 'a passwd that gives tmws the number 0', 'L', 'root-user'),
  proof('R-P0-3', 'USER tmws', 'K', 'root-user', { status: 'equivalent', because: 'the mutant has the original config' }),
  nothing('image/no-secrets'),
  proof('image/no-secrets', 'a canary key in the first layer', 'L', 'secret'),
  proof('image/no-secrets', 'a canary key in ENV', 'K', 'secret'),
  nothing('A8'),
  made(proof('A8', 'a wait of the bound before the service', 'R', 'slow-start', { status: 'killed', reason: 'slow-start', message: 'ready after 7.93 s, wanted <5s' }), 8020, ['own-2'], ['A4', 'run/logs', 'own-1'], { world: 'r1' }),
  proof('A8', 'a number just over the bound', 'J', 'slow-start'),
  made(proof('run/cpu', 'one core that spins beside the service', 'R', 'cpu-over', { status: 'killed', reason: 'cpu-over', message: 'idle CPU of a core: 99.7 %, wanted <10%' }), 4100, ['own-2'], ['A4', 'run/logs', 'own-1'], { world: 'r2' }),
  nothing('A4'),
  made(proof('A4', 'a silent sleeper in place of the service', 'R', 'refused', { status: 'killed', reason: 'refused', message: 'GET /health: connection refused' }), 2310, ['A8', 'own-1', 'own-2'], [], { world: 'r3' }),
  made(proof('A4', 'a service that answers 500', 'R', 'status', { status: 'killed', reason: 'status', message: 'GET /health: 500, wanted 200' }), 2480, ['own-2'], ['A8', 'run/logs', 'own-1'], { world: 'r4' }),
  made(proof('A4', 'a service that answers 200 with another body', 'R', 'body', { status: 'killed', reason: 'body', message: 'GET /health: `{}` has no `status`' }), 2510, ['own-2'], ['A8', 'run/logs', 'own-1'], { world: 'r5' }),
  proof('A4', 'another port', 'R', 'refused', { status: 'equivalent', because: 'this deployment offers nothing to change' }),
  nothing('run/logs'),
  made(proof('run/logs', 'CRITICAL on stderr before the service', 'R', 'log-match', { status: 'killed', reason: 'log-match', message: 'stderr:1 `CRITICAL zz`' }), 2290, ['own-2'], ['A4', 'A8', 'own-1'], { world: 'r6' }),
  made(proof('run/logs', 'a silent sleeper in place of the service', 'R', 'no-logs', { status: 'killed', reason: 'no-logs', message: 'nothing was printed' }), 2310, ['A8', 'own-1', 'own-2'], [], { world: 'r3' }),
  nothing('run/restarts'),
  made(proof('run/restarts', 'a service that ends after 3 s and is started again', 'R', 'restarted', { status: 'killed', reason: 'restarted', message: '2 restarts in 8 s' }), 8340, ['A8', 'own-2'], ['run/logs'], { world: 'r7' }),
  nothing('own-1'),
  { ...made(proof('own-1', 'a command that ends with 1', 'R', 'exit', { status: 'killed', reason: 'exit', message: 'ended with 1, wanted 0' }), 1900, [], ['A4', 'A8', 'run/logs', 'own-2'], { world: 'r8' }), weak: true },
  nothing('own-2'),
  { ...made(proof('own-2', 'a command that ends with 1', 'R', 'exit', { status: 'killed', reason: 'exit', message: 'ended with 1, wanted 0' }), 1900, [], ['A4', 'A8', 'run/logs', 'own-1'], { world: 'r9' }) },
  proof('R-P1-2', 'nothing there', 'null', 'not green', { status: 'killed', reason: 'inconclusive', message: 'there is no folder' }),
  proof('R-P1-2', 'no .dockerignore at all', 'S', 'context-over', { status: 'survived', verdict: 'pass', reasons: [] }),
  proof('R-P1-2', 'a filler of the bound | and `one` byte', 'S', 'context-over'),
  proof('compose/valid', 'an unknown key', 'S', 'invalid', { status: 'survived', verdict: 'fail', reasons: ['unset-variable'] }),
  proof('compose/valid', 'another service', 'P', 'invalid', { status: 'not-run', because: 'needs a stack, which --proof quick does not start', later: true }),
  { ...nothing('stack/up@universal'), reused: true },
  made(proof('stack/up@universal', '`tmws` ends at once', 'P', 'service-unhealthy', { status: 'killed', reason: 'service-unhealthy', message: '`tmws` ended with 1' }), 5210, [], ['stack/reaches@universal'], { reused: true, world: 'p1' }),
  made(proof('stack/up@universal', '`ollama` is never healthy', 'P', 'service-unhealthy', { status: 'killed', reason: 'service-unhealthy', message: '`ollama` is unhealthy' }), 6120, ['stack/reaches@universal'], [], { reused: true, world: 'p2' }),
  nothing('stack/reaches@universal'),
  made(proof('stack/reaches@universal', 'every service in a network of its own', 'P', 'unreachable', { status: 'survived', verdict: 'pass', reasons: [] }), 4870, [], ['stack/up@universal'], { world: 'p3' }),
  made(proof('stack/reaches@universal', 'the name `ollama` leads nowhere', 'P', 'unreachable', { status: 'killed', reason: 'unreachable', message: '`tmws` cannot reach `ollama:11434`' }), 4910, [], ['stack/up@universal'], { world: 'p4' }),
];

/** One record with every standing, samples, a tree, places and texts that mean harm. */
export const canonicalRecord: EvidenceRecord = {
  schema: 1,
  tool: { name: 'tickproof', version: '0.1.0' },
  name: 'tmws',
  subject: '.',
  run: {
    id: 'k3v9q2m1x8',
    startedAt: '2026-11-21T09:12:03.000Z',
    finishedAt: '2026-11-21T09:14:07.500Z',
    elapsedMs: 124_500,
    engineMs: 117_200,
    proof: { bytesMs: 84, engineMs: 17_800, containers: 9, stacks: 2, builds: 1, reused: 4 },
    runner: { kind: 'local', identity: 'artemis', ci: false },
    engine: { kind: 'docker', version: '27.3.1', apiVersion: '1.47', store: 'overlay2', architecture: 'x86_64', kernel: '6.1.0', cgroup: 'v2' },
    whyNoEngine: null,
    allowUnproven: false,
    leftOut: [],
  },
  inputs: {
    dockerfile: { path: 'Dockerfile', sha256: sha256('dockerfile') },
    context: { files: 212, bytes: 1_652_113 },
    image: { reference: 'tickproof-k3v9q2m1x8', imageId: sha256('image'), manifest: sha256('manifest'), diffIds: [sha256('layer 0'), sha256('layer 1')], platform: 'linux/amd64' },
    build: { 'dockerfile.raw': sha256('dockerfile') },
    buildKey: sha256('build'),
    bases: [
      { reference: 'python:3.11', imageId: sha256('python'), standIn: false },
      { reference: 'python:3.11-slim', imageId: sha256('slim'), standIn: true },
    ],
    compose: [{ stack: 'universal', files: ['docker-compose.yml'] }],
    criteria: { path: 'tickproof.yaml', sha256: sha256('criteria'), profile: 'production' },
  },
  sections: [
    { title: 'Build', purpose: 'The image builds from exactly these files, and stays below 500 MB' },
    { title: 'Source code protection', purpose: 'R-P0-1: no readable source, no secret and no root in production' },
    { title: 'Running container', purpose: 'One container starts, serves and stays modest' },
    { title: 'Build context', purpose: 'Only what the build needs leaves the folder', prose: 'The models are fetched at run time, so they are not part of the context.\n✅ ready for wave 2' },
    { title: 'Compose files' },
  ],
  ticks,
  counterProofs,
  warnings: [
    { message: 'the host is busy (load 3.1 on 2 cores): times may be too long', remedy: 'Run again on a quiet machine.' },
    { message: `a log line of the build: ${HOSTILE}`, remedy: 'Nothing to do.' },
  ],
  previous: {
    digest: sha256('previous'),
    criteriaDiff: [
      { id: 'image/labels', change: 'added', detail: 'The labels that make an image traceable' },
      { id: 'run/memory', change: 'loosened', detail: 'required → advisory' },
      { id: 'PROD-001.3', change: 'tightened', detail: '<2GB → <500MB' },
      { id: 'run/restarts', change: 'removed', detail: 'No restart in the window' },
    ],
  },
  decision: 'not-certified',
  exitCode: 1,
  validUntil: '2026-12-21T09:14:07.000Z',
};

/** The same deployment when all is well: the ticks that hold, with sections and proofs to go with them. */
export const certifiedRecord: EvidenceRecord = {
  ...canonicalRecord,
  ticks: ticks.filter(({ verdict, proof: state, currency }) => verdict.status === 'pass' && state === ('proven' satisfies ProofState) && currency === ('fresh' satisfies Currency)),
  warnings: [],
  inputs: { ...canonicalRecord.inputs, bases: canonicalRecord.inputs.bases.map((it) => ({ ...it, standIn: false })) },
  previous: null,
  decision: 'certified',
  exitCode: 0,
};
