import { type ComposeNode, type ComposeWritten, defineRule, inServices, itemsOf, sighting } from './rule.ts';

export default defineRule({
  id: 'compose/volume-names',
  title: 'No volume has a name of one letter',
  why: 'Compose takes a single letter before a colon for a drive of Windows: `v:/data` becomes an anonymous volume at `v:/data`, and the data is lost with the container.',
  remedy: 'Give the volume a longer name, or use the long form with `source` and `target`.',
  references: ['https://docs.docker.com/reference/compose-file/services/#volumes'],
  severity: 'error',
  reason: 'taken-for-a-drive',
  good: 'services:\n  web:\n    image: web:1.0\n    volumes: ["data:/data"]\nvolumes: { data: }\n',
  bad: { section: 'services', keys: 'image: "web:1.0", volumes: ["v:/data"]' },
  looksAt: (written) => mountsIn(written).map(({ span }) => span),
  find: (written) =>
    mountsIn(written).flatMap((mount) => {
      const letter = mount.kind === 'scalar' ? /^([a-z]):\/[^:]*(?::|$)/i.exec(mount.value)?.[1] : undefined;
      if (letter === undefined) return [];
      return [sighting(written, mount.span, `\`${letter}:\` is taken for a drive, not for a volume named ${letter}`)];
    }),
});

function mountsIn(written: ComposeWritten): readonly ComposeNode[] {
  return inServices(written, 'volumes').flatMap(({ entry }) => itemsOf(entry.value));
}
