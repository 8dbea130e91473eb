import { defineCheck, finding, inapplicable, passUnless, seen, z } from '../kit.ts';

export default defineCheck({
  id: 'run/ports',
  version: 1,
  title: 'The service listens where the image says, on an address that can be reached',
  why: 'A listener on loopback cannot be published, and one that nobody declared is a door that nobody watches.',
  remedy: 'Listen on 0.0.0.0 at the port that EXPOSE names; close or declare every other listener.',
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  reads: ['run.ports'],
  params: z.strictObject({
    ports: z
      .array(z.int().min(1).max(65535))
      .optional()
      .describe('Ports that it must listen on; default: those that the image exposes'),
  }),
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
    { level: 'R', title: 'the service listens on 127.0.0.1', reason: 'loopback-only' },
    { level: 'R', title: 'one more listener on another port', reason: 'undeclared-port' },
  ],

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
