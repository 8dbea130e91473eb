import type { ComposeMount } from '../../domain/index.ts';
import { defineCheck, finding, passUnless, type Sources, seen, z } from '../kit.ts';
import { isVerdict, loaded, lineIn, project, withService } from './shared.ts';

export default defineCheck({
  id: 'compose/persistence',
  version: 1,
  title: 'Data lives in a named volume or in a declared folder of the host',
  why: 'What is written to an anonymous volume, or to the container itself, is gone with the next `up`.',
  remedy: 'Name the volume: `data:/var/lib/data`, and declare it under `volumes:`.',
  references: ['https://docs.docker.com/reference/compose-file/volumes/'],
  reads: ['compose.files', 'compose.problems', 'compose.model'],
  params: z.strictObject({
    paths: z
      .array(z.string().startsWith('/'))
      .default([])
      .describe('Paths in containers that must be on a volume of some service'),
  }),
  reasons: ['not-persistent'],
  example: project('services:\n  db:\n    image: db:1\n    volumes: [data:/data]\nvolumes:\n  data:\n', {
    name: 'example',
    services: { db: { image: 'db:1', volumes: [{ type: 'volume', source: 'data', target: '/data' }] } },
    volumes: { data: { name: 'example_data' } },
  }),
  mutants: [],
  mutantsFor: ({ compose: { model } }) =>
    (model ? model.services : []).flatMap(({ name, volumes }) =>
      volumes.filter(isKept).map(({ target }) => ({
        level: 'S' as const,
        title: `${name}: ${target} without its name`,
        reason: 'not-persistent' as const,
        edit: (sources: Sources) =>
          withService(sources, name, (service) => ({
            ...service,
            volumes: service.volumes.map((mount) => (mount.target === target ? { type: 'volume', target } : mount)),
          })),
      })),
    ),

  judge: ({ compose }, { paths }) => {
    const model = loaded(compose);
    if (isVerdict(model)) return model;
    const mounts = model.services.flatMap((service) =>
      service.volumes.map((mount, index) => ({ service, mount, index })),
    );
    const kept = mounts.filter(({ mount }) => isKept(mount));
    const lost = paths.filter((path) => !kept.some(({ mount }) => mount.target === path));
    const services = seen.value('services', model.services.map(({ name }) => name).join(', '));
    return passUnless(
      [
        ...mounts
          .filter(({ mount }) => mount.type === 'volume' && !mount.source)
          .map(({ service, mount, index }) =>
            finding(
              'not-persistent',
              `${service.name}: ${mount.target} is an anonymous volume`,
              lineIn(model, service, 'volumes', index),
            ),
          ),
        ...lost.map((path) => finding('not-persistent', `no service keeps ${path}`, services)),
      ],
      kept.map(({ service, mount }) => seen.value(`${service.name}: ${mount.target}`, mount.source ?? '')),
      'no service keeps data',
    );
  },
});

function isKept({ type, source }: ComposeMount): boolean {
  return (type === 'volume' || type === 'bind') && Boolean(source);
}
