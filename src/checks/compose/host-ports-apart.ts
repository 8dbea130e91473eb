import type { ComposePort, ComposeService } from '../../domain/index.ts';
import { defineRule, inServices, sighting } from './rule.ts';

const EVERYWHERE = ['', '0.0.0.0', '::', '[::]'];

export default defineRule({
  id: 'compose/host-ports-apart',
  title: 'No two services publish the same port of the host',
  why: 'The second container does not start: its port is taken.',
  remedy: 'Publish one of them at another port or address.',
  references: ['https://docs.docker.com/reference/compose-file/services/#ports'],
  severity: 'error',
  reason: 'port-taken',
  good: 'services:\n  web:\n    image: web:1.0\n    ports: ["127.0.0.1:8000:8000"]\n',
  bad: { section: 'services', keys: 'image: "web:1.0", ports: ["127.0.0.1:65003:1", "0.0.0.0:65003:2"]' },
  looksAt: (written) => inServices(written, 'ports').map(({ entry }) => entry.keySpan),
  find: (written, { model }) => {
    // on the host's own network `ports` counts for nothing
    const onBridges = (model?.services ?? []).filter(({ raw }) => raw.network_mode !== 'host');
    const published = onBridges.flatMap((service) => service.ports.map((port) => ({ service, port })));
    const taken = published.flatMap((one, i) => {
      const other = published
        .slice(0, i)
        .find((it) => areTogether(it.service, one.service) && isSame(it.port, one.port) && !isTwin(it, one));
      return other ? [{ ...one, other: other.service }] : [];
    });
    return inServices(written, 'ports').flatMap(({ service, entry }) =>
      taken
        .filter((it) => it.service.name === service)
        .map(({ port, other }) => {
          const whose = other.name === service ? 'twice' : `as ${other.name} does`;
          return sighting(written, entry.keySpan, `${service} publishes port ${port.published} of the host ${whose}`);
        }),
    );
  },
});

interface Published {
  readonly service: ComposeService;
  readonly port: ComposePort;
}

/** Services of different profiles may never be up side by side. */
function areTogether(a: ComposeService, b: ComposeService): boolean {
  if (a.profiles.length === 0 && b.profiles.length === 0) return true;
  return a.name === b.name || a.profiles.some((it) => b.profiles.includes(it));
}

/** The same once more is one for the engine. */
function isTwin(a: Published, b: Published): boolean {
  return a.service.name === b.service.name && a.port.target === b.port.target && a.port.hostIp === b.port.hostIp;
}

/** Of a range the engine takes any that is free. */
function isSame(a: ComposePort, b: ComposePort): boolean {
  if (a.published === undefined || !/^[1-9]\d*$/.test(a.published)) return false;
  if (a.published !== b.published || a.protocol !== b.protocol) return false;
  const [one, other] = [a.hostIp ?? '', b.hostIp ?? ''];
  // the two families of addresses do not meet, unless nothing is said
  if (one !== '' && other !== '' && one.includes(':') !== other.includes(':')) return false;
  return one === other || EVERYWHERE.includes(one) || EVERYWHERE.includes(other);
}
