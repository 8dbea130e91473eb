import type { Files, RunFacts } from '../../domain/index.ts';

export type Listener = RunFacts['ports']['listening'][number];

const TCP_LISTEN = '0A';
const UDP_UNCONNECTED = '07';
/** Docker's own name server inside a container's network. */
const ENGINE_DNS = '127.0.0.11';
const EPHEMERAL_FROM = 32_768; // ip_local_port_range's default start: a client's socket, not a service

/** Who listens, from the kernel's tables `/proc/net/{tcp,tcp6,udp,udp6}` (proc_net_tcp(5)). Sorted, each once. */
export function readListeners(
  tables: { readonly [name in 'tcp' | 'tcp6' | 'udp' | 'udp6']?: string | null },
): readonly Listener[] {
  const found = (['tcp', 'tcp6', 'udp', 'udp6'] as const).flatMap((name) => rowsOf(name, tables[name] ?? ''));
  const byKey = new Map(found.map((it) => [`${it.protocol} ${it.address} ${it.port}`, it]));
  return [...byKey.values()].sort((a, b) => a.port - b.port || (a.address < b.address ? -1 : 1));
}

function rowsOf(name: string, table: string): readonly Listener[] {
  const protocol = name.startsWith('tcp') ? 'tcp' : 'udp';
  return table.split('\n').flatMap((line): readonly Listener[] => {
    const [, local = '', remote = '', state] = /^\s*\d+: ([0-9A-F:]+) ([0-9A-F:]+) ([0-9A-F]{2}) /.exec(line) ?? [];
    const [hex = '', portHex = ''] = local.split(':');
    const address = addressOf(hex);
    const port = Number.parseInt(portHex, 16);
    const listens =
      protocol === 'tcp'
        ? state === TCP_LISTEN
        : state === UDP_UNCONNECTED && remote.endsWith(':0000') && port < EPHEMERAL_FROM;
    if (!listens || address === ENGINE_DNS) return [];
    return [
      {
        port,
        protocol,
        address,
        loopback: address.startsWith('127.') || address === '::1' || address.startsWith('::ffff:127.'),
      },
    ];
  });
}

/** The kernel prints 32-bit words in the machine's byte order, which is little-endian wherever an engine runs. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).toReversed().map((byte) => Number.parseInt(byte, 16)),
  );
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.every((byte) => byte === 0)) return '::';
  if (bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1) return '::1';
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (mapped) return `::ffff:${bytes.slice(12).join('.')}`;
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16),
  );
  return groups.join(':');
}

/** Who listens in the network of a process of this machine; null when its tables cannot be read. */
export function listenersOf(files: Files, pid: number): readonly Listener[] | null {
  if (pid <= 0) return null;
  const table = (name: string) => readOrNull(files, `/proc/${pid}/net/${name}`);
  const tcp = table('tcp');
  return tcp === null ? null : readListeners({ tcp, tcp6: table('tcp6'), udp: table('udp'), udp6: table('udp6') });
}

/** A file of /proc; null when the process has ended or is not ours to look at. */
export function readOrNull(files: Files, path: string): string | null {
  try {
    return files.readText(path);
  } catch {
    return null; // ESRCH or EACCES: the caller goes on without it
  }
}
