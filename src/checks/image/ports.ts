import { defineCheck, finding, type ImageConfig, inapplicable, passUnless, seen, z } from '../kit.ts';

const port = z
  .union([z.number().int(), z.string()])
  .transform(String)
  .refine((text) => /^\d{1,5}(?:\/(?:tcp|udp|sctp))?$/.test(text) && Number.parseInt(text, 10) <= 65_535, {
    error: 'is not a port: write it like `8000` or `53/udp`',
  })
  .transform(withProtocol);

export default defineCheck({
  id: 'image/ports',
  version: 1,
  title: 'EXPOSE names the declared ports and no other',
  why: 'Tools publish, route and firewall by EXPOSE: a port too many is an open door, a port too few is a service that nobody finds.',
  remedy:
    'Make the EXPOSE lines of the final stage (and of its base) agree with the ports that the service listens on.',
  references: ['https://docs.docker.com/reference/dockerfile/#expose'],
  reads: ['image.config'],
  params: z.strictObject({
    ports: z.array(port).optional().describe('The ports that the service listens on, like `8000` or `53/udp`'),
  }),
  reasons: ['port'],
  example: { image: { config: { exposedPorts: ['8000/tcp'] } }, params: { ports: [8000] } },
  mutants: [
    {
      level: 'K',
      title: 'one port more in EXPOSE',
      reason: 'port',
      edit: (config, { ports }) => {
        const spare = ['6553/tcp', ...config.exposedPorts.map((_, index) => `${6554 + index}/tcp`)];
        const added = ports && spare.find((it) => !ports.includes(it));
        return added ? { ...config, exposedPorts: [...config.exposedPorts, added] } : null;
      },
    },
  ],
  mutantsFor: (_, { ports }) =>
    (ports ?? []).map((each) => ({
      level: 'K' as const,
      title: `EXPOSE without ${each}`,
      reason: 'port' as const,
      edit: (config: ImageConfig) => ({
        ...config,
        exposedPorts: config.exposedPorts.filter((it) => withProtocol(it) !== each),
      }),
    })),

  judge: ({ image: { config } }, { ports }) => {
    if (!ports) return inapplicable('the criterion declares no ports (`ports: [8000]`)');
    const exposed = config.exposedPorts.map(withProtocol);
    const shown = seen.value('EXPOSE', exposed.join(', ') || '(none)');
    return passUnless(
      [
        ...exposed
          .filter((it) => !ports.includes(it))
          .map((it) => finding('port', `${it} is exposed, but not declared`, shown)),
        ...ports
          .filter((it) => !exposed.includes(it))
          .map((it) => finding('port', `${it} is declared, but not exposed`, shown)),
      ],
      [shown],
    );
  },
});

function withProtocol(text: string): string {
  return text.includes('/') ? text : `${text}/tcp`;
}
