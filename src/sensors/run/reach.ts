import { type Engine, type Ports, type ReachAsk, type ReachObservation, TickproofError } from '../../domain/index.ts';
import { diagnose } from '../diagnosis/index.ts';
import { readOrNull } from './listeners.ts';
import { unique } from './settings.ts';

const TIMEOUT_MS = 10_000;
const TIMEOUT_S = '10';

type Outcome = ReachObservation['outcome'];
interface Way {
  readonly how: string;
  readonly argv: (url: string) => readonly string[];
  readonly read: (exitCode: number, stdout: string, stderr: string, elapsedMs: number) => Outcome;
}

// Both print one line of JSON, so that a body cannot be mistaken for anything else.
const NODE = `const [u]=process.argv.slice(-1);fetch(u,{redirect:'manual',signal:AbortSignal.timeout(${TIMEOUT_MS})}).then(async r=>console.log(JSON.stringify({code:r.status,body:(await r.text()).slice(0,65536)})),e=>console.log(JSON.stringify({error:String(e.cause?.code??e.cause?.message??e.message)+' '+String(e.cause?.hostname??e.cause?.address??'')})))`;
const PYTHON = `import sys,json,urllib.request,urllib.error
def out(code,body): print(json.dumps({"code":code,"body":body.read(65536).decode("utf-8","replace")}))
try:
    r=urllib.request.urlopen(sys.argv[1],timeout=${TIMEOUT_S}); out(r.status,r)
except urllib.error.HTTPError as e: out(e.code,e)
except Exception as e: print(json.dumps({"error":str(getattr(e,"reason",e))}))`;

function fromJson(_: number, stdout: string, stderr: string, elapsedMs: number): Outcome {
  const line = stdout.trim().split('\n').at(-1) ?? '';
  try {
    const said = JSON.parse(line) as { readonly code?: number; readonly body?: string; readonly error?: string }; // our own script's words
    if (said.code !== undefined) return { status: 'answered', code: said.code, body: said.body ?? '', elapsedMs };
    return unreachable(said.error ?? 'no answer');
  } catch {
    return unreachable(stderr.trim() || line || 'no answer'); // the program died before it could say why
  }
}

const unreachable = (message: string): Outcome => ({ status: 'unreachable', message: message.trim(), diagnosis: null });

const WAYS: readonly Way[] = [
  { how: 'node of the image', argv: (url) => ['node', '-e', NODE, url], read: fromJson },
  { how: 'python3 of the image', argv: (url) => ['python3', '-c', PYTHON, url], read: fromJson },
  {
    how: 'curl of the image',
    argv: (url) => ['curl', '-sS', '-m', TIMEOUT_S, '-w', '\n%{http_code}', '--', url],
    read: (exitCode, stdout, stderr, elapsedMs) => {
      const at = stdout.lastIndexOf('\n');
      if (exitCode !== 0) return unreachable(stderr);
      return {
        status: 'answered',
        code: Number(stdout.slice(at + 1)),
        body: stdout.slice(0, Math.max(0, at)),
        elapsedMs,
      };
    },
  },
  {
    how: 'wget of the image',
    argv: (url) => ['wget', '-q', '-O', '-', '-T', TIMEOUT_S, url],
    read: (exitCode, stdout, stderr, elapsedMs) => {
      const refused = Number(/(?:HTTP\/[\d.]+|error:?) (\d{3})/i.exec(stderr)?.[1]); // wget ends with an error for 4xx and 5xx
      if (exitCode === 0) return { status: 'answered', code: 200, body: stdout, elapsedMs };
      return refused > 0
        ? { status: 'answered', code: refused, body: stdout, elapsedMs }
        : unreachable(stderr || `wget ended with ${exitCode}`);
    },
  },
];

/** Small images that people have, with the program in them that asks. Used only if the engine has one already. */
const SIDECARS: readonly { readonly image: string; readonly way: number }[] = [
  { image: 'curlimages/curl:latest', way: 2 },
  { image: 'busybox:latest', way: 3 },
  { image: 'alpine:latest', way: 3 },
  { image: 'node:20-slim', way: 0 },
  { image: 'python:3.11-slim', way: 1 },
  { image: 'python:3.12-slim', way: 1 },
];

/**
 * Asks an address from inside a running container, without needing a shell: by a program of its image, else from a
 * sidecar in its network, else from its network namespace. Null where none of these can be had.
 */
export async function reach(ports: Ports, engine: Engine, id: string, ask: ReachAsk): Promise<ReachObservation | null> {
  const seen =
    (await byImage(ports, engine, id, ask.url)) ??
    (await bySidecar(ports, engine, id, ask.url)) ??
    (await byNamespace(ports, engine, id, ask.url));
  if (!seen) return null;
  const { outcome, how } = seen;
  if (outcome.status === 'answered') return { ask, outcome, how };
  const diagnosis = diagnose({ lines: [], reach: { url: ask.url, message: outcome.message } });
  return { ask, outcome: { ...outcome, diagnosis }, how };
}

interface Seen {
  readonly outcome: Outcome;
  readonly how: string;
}

async function byImage(ports: Ports, engine: Engine, id: string, url: string): Promise<Seen | null> {
  for (const way of WAYS) {
    const startedMs = ports.clock.monotonic();
    const done = await execOrNull(engine, id, way.argv(url));
    if (done)
      return {
        outcome: way.read(done.exitCode ?? -1, done.stdout, done.stderr, ports.clock.monotonic() - startedMs),
        how: way.how,
      };
  }
  return null;
}

const NO_SUCH_PROGRAM = /executable file not found|no such file or directory|exec format error/i;

/** Null when the image has no such program. */
async function execOrNull(engine: Engine, id: string, argv: readonly string[]) {
  try {
    const done = await engine.exec(id, argv, TIMEOUT_MS + 5_000);
    const absent = (done.exitCode === 126 || done.exitCode === 127) && NO_SUCH_PROGRAM.test(done.stdout + done.stderr);
    return absent ? null : done;
  } catch (error) {
    if (error instanceof TickproofError && NO_SUCH_PROGRAM.test(`${error.message} ${String(error.cause)}`)) return null; // some engines refuse to start it
    throw error;
  }
}

async function bySidecar(ports: Ports, engine: Engine, id: string, url: string): Promise<Seen | null> {
  for (const { image, way: index } of SIDECARS) {
    const way = WAYS[index];
    if (!way || !(await engine.inspectImage(image))) continue;
    const [program = '', ...rest] = way.argv(url);
    const name = ports.owner.name(`sidecar-${unique()}`);
    const spec = {
      name,
      image,
      entrypoint: [program],
      cmd: rest,
      labels: ports.owner.labels,
      network: `container:${id}`,
      memoryBytes: 256 * 2 ** 20,
      pidsLimit: 64,
    };
    const sidecar = await engine.createContainer(spec);
    try {
      const startedMs = ports.clock.monotonic();
      await engine.startContainer(sidecar);
      const exitCode = await engine.wait(sidecar); // every way has a time limit of its own
      const lines = await engine.logs(sidecar);
      const text = (stream: string) =>
        lines
          .filter((line) => line.stream === stream)
          .map((line) => line.text)
          .join('\n');
      return {
        outcome: way.read(exitCode, text('stdout'), text('stderr'), ports.clock.monotonic() - startedMs),
        how: `a sidecar of ${image} in the container's network`,
      };
    } finally {
      await engine.removeContainer(sidecar).catch(() => undefined); // labelled: the reaper and `gc` get it
    }
  }
  return null;
}

/** Names are looked up as the container would: its hosts file, then its name server. */
const NAMESPACE = `const dns=require('node:dns');const hosts=new Map((process.env.TP_HOSTS||'').split('\\n').flatMap(l=>{const[a,...n]=l.replace(/#.*/,'').trim().split(/\\s+/);return n.map(x=>[x,a])}));
const r=new dns.Resolver();const s=[...(process.env.TP_RESOLV||'').matchAll(/^nameserver\\s+(\\S+)/gm)].map(m=>m[1]);if(s.length)r.setServers(s);
const u=new URL(process.argv.at(-1));const lookup=(h,o,cb)=>{const a=hosts.get(h);const done=(e,x)=>e?cb(e):o.all?cb(null,[{address:x,family:4}]):cb(null,x,4);if(a)return done(null,a);r.resolve4(h,(e,l)=>done(e,l&&l[0]))};
const q=require(u.protocol==='https:'?'node:https':'node:http').get(u,{lookup,timeout:${TIMEOUT_MS}},res=>{let b='';res.on('data',c=>{b+=c});res.on('end',()=>console.log(JSON.stringify({code:res.statusCode,body:b.slice(0,65536)})))});
q.on('timeout',()=>q.destroy(new Error('timeout')));q.on('error',e=>console.log(JSON.stringify({error:(e.code||e.message)+' '+u.hostname})))`;

async function byNamespace(ports: Ports, engine: Engine, id: string, url: string): Promise<Seen | null> {
  const state = await engine.inspectContainer(id);
  const node = ports.processes.find('node');
  const nsenter = ports.processes.find('nsenter');
  if (!engine.info.local || !node || !nsenter || !state || state.pid <= 0) return null;
  const inside = (path: string) => readOrNull(ports.files, `/proc/${state.pid}/root${path}`) ?? '';
  const env = { TP_HOSTS: inside('/etc/hosts'), TP_RESOLV: inside('/etc/resolv.conf') };
  const argv = [nsenter, '-t', String(state.pid), '-n', node, '-e', NAMESPACE, url];
  const done = await ports.processes.run(argv, { env, timeoutMs: TIMEOUT_MS + 5_000 });
  if (/nsenter: .*(?:Permission denied|Operation not permitted)/.test(done.stderr)) return null; // needs root
  return {
    outcome: fromJson(done.exitCode ?? -1, done.stdout, done.stderr, done.elapsedMs),
    how: "this machine's node in the container's network namespace",
  };
}
