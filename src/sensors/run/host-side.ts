import { type HostProcess, type Ports, type RunningProcess, TickproofError } from '../../domain/index.ts';
import { engineOf } from './engine-of.ts';
import { unique } from './settings.ts';

const LISTEN_WITHIN_MS = 15_000;
const HOST_NAME = 'host.docker.internal';

/** A network of one run, and the host's processes on its gateway's address: no two runs share an address, so ports never clash. */
export interface HostSide extends AsyncDisposable {
  readonly network: string;
  /** Where host processes listen, as containers reach it; null where only the engine knows. */
  readonly gateway: string | null;
  /** The host by its usual name: at the gateway where processes of ours listen, else as the engine says; empty where it knows the name itself. */
  readonly extraHosts: readonly string[];
  /** One of the host's processes has ended by itself. */
  readonly hasEnded: () => boolean;
}

/** For a container that nobody asks anything over a network. */
export const NO_NETWORK: HostSide = {
  network: 'none',
  gateway: null,
  extraHosts: [],
  hasEnded: () => false,
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

/** Makes the network, starts what is declared under `host` and waits until it listens. Throws `port-busy`, `tool-missing` or `timed-out`. */
export async function hostSide(
  ports: Ports,
  host: Readonly<Record<string, HostProcess>>,
  folder: string | null,
): Promise<HostSide> {
  const engine = engineOf(ports);
  const network = ports.owner.name(`net-${unique()}`);
  const { gateway } = await engine.createNetwork(network, ports.owner.labels);
  const running: RunningProcess[] = [];
  let hasEnded = false;
  const dispose = async () => {
    for (const it of running) await it[Symbol.asyncDispose]();
    await engine.removeNetwork(network).catch(() => undefined); // labelled: the reaper and `gc` get what is in use just now
  };
  try {
    const local = engine.info.local && gateway !== null;
    if (!local && Object.keys(host).length > 0) warnOfLoopback(ports);
    for (const [name, declared] of Object.entries(host)) {
      const it = await startOne(ports, name, declared, local ? gateway : '127.0.0.1', folder);
      running.push(it);
      void it.ended.then(() => (hasEnded = true));
    }
    const own = local && (Object.keys(host).length > 0 || engine.info.kind === 'podman'); // older Podman knows no `host-gateway`
    const extraHosts = local ? [`${HOST_NAME}:${own ? gateway : 'host-gateway'}`] : [];
    return {
      network,
      gateway: local ? gateway : null,
      extraHosts,
      hasEnded: () => hasEnded,
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function warnOfLoopback(ports: Ports): void {
  ports.onEvent({
    kind: 'warning',
    message: `The engine runs on another machine or in a virtual one: host processes listen on 127.0.0.1, and containers reach them by the engine's own ${HOST_NAME}`,
    remedy: 'Nothing to do with Docker Desktop; with a remote engine, take the `host` processes away.',
  });
}

async function startOne(
  ports: Ports,
  name: string,
  declared: HostProcess,
  address: string,
  folder: string | null,
): Promise<RunningProcess> {
  const { port } = declared;
  const place = `${address}:${port}`;
  if (await ports.network.connects(address, port, { timeoutMs: 500 })) throw busy(name, place);
  const filled = (text: string) => text.replaceAll('{address}', address).replaceAll('{port}', String(port));
  const env = Object.fromEntries(Object.entries(declared.env).map(([key, value]) => [key, filled(value)]));
  const cwd = folder === null ? declared.cwd : ports.files.resolve(folder, declared.cwd ?? '.');
  const running = await ports.processes.start(declared.command.map(filled), { env, ...(cwd === null ? {} : { cwd }) });
  try {
    await untilListening(ports, name, running, address, port);
    return running;
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw error;
  }
}

async function untilListening(
  ports: Ports,
  name: string,
  running: RunningProcess,
  address: string,
  port: number,
): Promise<void> {
  const deadline = ports.clock.monotonic() + LISTEN_WITHIN_MS;
  let ended = false;
  void running.ended.then(() => {
    ended = true;
  });
  while (!(await ports.network.connects(address, port, { timeoutMs: 500 }))) {
    const { stdout, stderr } = running.output();
    const said = `${stderr}\n${stdout}`.trim().split('\n').slice(-3).join(' | ');
    if (ended && /EADDRINUSE|address already in use/i.test(said)) throw busy(name, `${address}:${port}`);
    if (ended)
      throw new TickproofError(
        'tool-missing',
        `The host process \`${name}\` ended before it listened on ${address}:${port}: ${said}`,
        {
          remedy: `Mend \`host.${name}.command\` in tickproof.yaml; \`{address}\` and \`{port}\` in it are filled in.`,
        },
      );
    if (ports.clock.monotonic() > deadline)
      throw new TickproofError(
        'timed-out',
        `The host process \`${name}\` does not listen on ${address}:${port}: ${said}`,
        {
          remedy: `Let it listen on \`{address}:{port}\`, which are filled in, in \`host.${name}.command\` and \`env\`.`,
        },
      );
    await ports.clock.sleep(50, ports.signal);
  }
}

function busy(name: string, place: string): TickproofError {
  return new TickproofError(
    'port-busy',
    `The host process \`${name}\` cannot have ${place}: something listens there already`,
    {
      remedy:
        'End what listens on that port (on 0.0.0.0 it takes every address), or give the `host` entry another port.',
    },
  );
}
