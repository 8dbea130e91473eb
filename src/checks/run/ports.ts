import { defineCheck, finding, inapplicable, passUnless, seen, z } from '../kit.ts';
import type { RunChange } from './shared.ts';

const params = z.strictObject({
  ports: z
    .array(z.int().min(1).max(65535))
    .optional()
    .describe('Ports that it must listen on; default: those that the image exposes'),
});

const STRAYS = [9_999, 19_999, 29_999] as const;

/** The TCP ports that are declared, each once. */
function portsOf(
  { ports }: z.output<typeof params>,
  seenOnes: { readonly exposed: readonly string[] } | undefined,
): readonly number[] {
  const exposed = (seenOnes?.exposed ?? [])
    .filter((it) => /^\d+(?:\/tcp)?$/.test(it))
    .map((it) => Number.parseInt(it, 10));
  return [...new Set(ports ?? exposed)];
}

const enclosed = (port: number): RunChange => ({ act: { do: 'serve', port, status: 200, body: '', loopback: true } });

export default defineCheck({
  id: 'run/ports',
  version: 1,
  title: 'The service listens where the image says, on an address that can be reached',
  why: 'A listener on loopback cannot be published, and one that nobody declared is a door that nobody watches.',
  remedy: 'Listen on 0.0.0.0 at the port that EXPOSE names; close or declare every other listener.',
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  reads: ['run.ports'],
  params,
  reasons: ['loopback-only', 'undeclared-port', 'not-listening'],
  example: {
    facts: {
      run: {
        ports: {
          listening: [{ port: 8000, protocol: 'tcp', address: '0.0.0.0', loopback: false }],
          exposed: ['8000/tcp'],
        },
      },
    },
  },
  mutants: [
    {
      level: 'R',
      title: 'a stub that listens on 127.0.0.1 only, in place of the service',
      reason: 'loopback-only',
      edit: ({ run }, params) => {
        const [port] = portsOf(params, run?.ports);
        return port === undefined ? null : enclosed(port);
      },
    },
    {
      level: 'R',
      title: 'one more listener, on a port that nobody declared',
      reason: 'undeclared-port',
      edit: ({ run }, params) => {
        const taken = [...portsOf(params, run?.ports), ...(run?.ports?.listening ?? []).map(({ port }) => port)];
        const port = STRAYS.find((it) => !taken.includes(it));
        return port === undefined ? null : { act: { do: 'listen', port } };
      },
    },
  ],
  mutantsFor: ({ run: { ports } }, params) =>
    portsOf(params, ports)
      .slice(1)
      .map((port) => ({
        level: 'R',
        title: `a stub that listens on 127.0.0.1:${port} only, in place of the service`,
        reason: 'loopback-only',
        edit: () => enclosed(port),
      })),

  judge: ({ run: { ports } }, params) => {
    const declared =
      params.ports?.map((port) => `${port}/tcp`) ?? ports.exposed.map((it) => (it.includes('/') ? it : `${it}/tcp`));
    const listening = ports.listening.map((it) => ({ ...it, name: `${it.port}/${it.protocol}` }));
    if (declared.length === 0 && listening.length === 0) return inapplicable('it exposes no port and listens on none');
    const all = seen.value(
      'listens on',
      listening.map(({ address, name }) => `${address}:${name}`).join(' ') || 'nothing',
    );
    const silent = declared.filter((name) => !listening.some((it) => it.name === name));
    const enclosed = declared.flatMap((name) => {
      const there = listening.filter((it) => it.name === name);
      return there.every(({ loopback }) => loopback) ? there.slice(0, 1) : [];
    });
    const strays = listening.filter(({ loopback, name }) => !loopback && !declared.includes(name));
    const faults = [
      ...silent.map((name) => finding('not-listening', `nothing listens on ${name}, which is declared`, all)),
      ...enclosed.map(({ name, address }) =>
        finding('loopback-only', `${name} is listened on at ${address} only, which nothing outside can reach`, all),
      ),
      ...strays.map(({ address, name }) =>
        finding('undeclared-port', `listens on ${address}:${name}, which is not declared`, all),
      ),
    ];
    return passUnless(faults, [all]);
  },
});
