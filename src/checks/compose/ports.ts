import type { ComposePort } from '../../domain/index.ts';
import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import { type ComposeService, eachServiceMutant, isVerdict, lineIn, loaded, serviceExample } from './shared.ts';

const EVERYWHERE = ['', '0.0.0.0', '::', '[::]'];

export default defineCheck({
  id: 'compose/ports',
  version: 1,
  title: 'Published ports say their interface and do not clash',
  why: 'A port without an address is open to the whole network, past most host firewalls.',
  remedy: 'Write the address: `127.0.0.1:8000:8000`, and one host port for one service.',
  references: ['https://docs.docker.com/engine/network/port-publishing/'],
  aliases: ['no-unbound-port-interfaces', 'no-duplicate-exported-ports'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  reasons: ['bound-everywhere', 'port-clash'],
  lint: { severity: 'warning', profile: 'strict' },
  example: serviceExample('web', {
    image: 'web:1.0',
    ports: [{ target: 8000, published: '8000', host_ip: '127.0.0.1', protocol: 'tcp' }],
  }),
  mutants: [],
  mutantsFor: ({ compose }) => [
    ...eachServiceMutant(compose, 'bound-everywhere', 'a port on every interface', (it) =>
      withPorts(it, { target: 1, published: '65001', hostIp: '0.0.0.0', protocol: 'tcp' }),
    ),
    ...eachServiceMutant(compose, 'port-clash', 'one host port twice', (it) => {
      const port = { target: 1, published: '65002', hostIp: '127.0.0.1', protocol: 'tcp' };
      return withPorts(it, port, { ...port, target: 2 });
    }),
  ],

  judge: ({ compose }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const published = model.services.flatMap((service) =>
      service.ports.map((port, index) => ({ service, port, index })),
    );
    const open = published.filter(({ port }) => EVERYWHERE.includes(port.hostIp ?? ''));
    const twice = published.filter(({ port }, i) => published.slice(0, i).some((other) => clash(other.port, port)));
    return passUnless(
      [
        ...open.map(({ service, port, index }) =>
          finding(
            'bound-everywhere',
            `${service.name} publishes ${shown(port)} on every interface`,
            lineIn(model, service, 'ports', index),
          ),
        ),
        ...twice.map(({ service, port, index }) =>
          finding(
            'port-clash',
            `${service.name} publishes ${shown(port)}, which is taken`,
            lineIn(model, service, 'ports', index),
          ),
        ),
      ],
      published.map(({ service, port }) => seen.value(`port of ${service.name}`, shown(port))),
      'no service publishes a port',
    );
  },
});

function withPorts(service: ComposeService, ...ports: readonly ComposePort[]): ComposeService {
  return { ...service, ports: [...service.ports, ...ports] };
}

function clash(a: ComposePort, b: ComposePort): boolean {
  if (a.published === undefined || a.published === '0' || a.published !== b.published || a.protocol !== b.protocol)
    return false;
  const [one, other] = [a.hostIp ?? '', b.hostIp ?? ''];
  return one === other || EVERYWHERE.includes(one) || EVERYWHERE.includes(other);
}

function shown({ hostIp, published, target, protocol }: ComposePort): string {
  return `${hostIp ? `${hostIp}:` : ''}${published ? `${published}:` : ''}${target}/${protocol}`;
}
