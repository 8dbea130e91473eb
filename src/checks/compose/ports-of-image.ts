import type { Instruction } from '../../domain/index.ts';
import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import { instructionsOf, servicesOf } from './built.ts';
import { type ComposeService, eachServiceMutant, isVerdict, lineIn, loaded, serviceExample } from './shared.ts';

const OTHER_PORT = 9;

/** Ports that a Dockerfile exposes; null where there are none, or one is not known. */
function exposedBy(instructions: readonly Instruction[]): readonly (readonly [number, number])[] | null {
  const words = instructions.flatMap(({ keyword, args }) => (keyword === 'EXPOSE' ? args : []));
  const ranges = words.map((word) => /^(\d+)(?:-(\d+))?(?:\/\w+)?$/.exec(word));
  if (words.length === 0 || ranges.some((it) => it === null)) return null;
  return ranges.map((it) => [Number(it?.[1]), Number(it?.[2] ?? it?.[1])] as const);
}

/** Whether the service says itself what runs in it, or names the port in its settings. */
function mayListenThere({ command, entrypoint, environment }: ComposeService, port: number): boolean {
  const settings = Object.values(environment).some((value) => value?.includes(String(port)));
  return settings || (command?.length ?? 0) > 0 || (entrypoint?.length ?? 0) > 0;
}

export default defineCheck({
  id: 'compose/ports-of-image',
  version: 1,
  title: 'Published ports lead to ports that the Dockerfile exposes',
  why: 'A port that is published to one that nobody listens on answers with “connection reset”, although everything is up.',
  remedy: 'Write the port that the program listens on behind the colon: `"8080:3000"`; or expose it.',
  references: ['https://docs.docker.com/reference/compose-file/services/#ports'],
  reads: ['compose.files', 'compose.problems', 'compose.model', 'dockerfile.file', 'dockerfile.source'],
  reasons: ['other-port'],
  lint: { severity: 'warning', profile: 'default' },
  example: {
    ...serviceExample('web', {
      build: { context: '.' },
      ports: [{ target: 3000, published: '8080', protocol: 'tcp' }],
    }),
    dockerfile: 'FROM node:22\nEXPOSE 3000\nCMD ["node", "server.js"]\n',
  },
  mutants: [],
  mutantsFor: ({ compose, dockerfile }) =>
    eachServiceMutant(
      compose,
      'other-port',
      'a port that is not exposed',
      (it) => ({ ...it, ports: [{ target: OTHER_PORT, published: '8080', protocol: 'tcp' }] }),
      (it, model) =>
        servicesOf(model, dockerfile).includes(it) &&
        !mayListenThere(it, OTHER_PORT) &&
        exposedBy(instructionsOf(it, dockerfile)) !== null,
    ),

  judge: ({ compose, dockerfile }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const published = servicesOf(model, dockerfile).flatMap((service) => {
      const exposed = exposedBy(instructionsOf(service, dockerfile));
      if (!exposed) return [];
      return service.ports.map(({ target }, index) => ({
        service,
        index,
        target,
        isRight: exposed.some(([from, to]) => from <= target && target <= to) || mayListenThere(service, target),
      }));
    });
    return passUnless(
      published
        .filter(({ isRight }) => !isRight)
        .map(({ service, index, target }) => {
          const line = lineIn(model, service, 'ports', index);
          return finding(
            'other-port',
            `${service.name} publishes ${target}, which its Dockerfile does not expose`,
            line,
          );
        }),
      published.map(({ service, target }) => seen.value(`${service.name} publishes`, String(target))),
      'no service publishes a port of this Dockerfile',
    );
  },
});
