import { type ComposeNode, type ComposeWritten, defineRule, entryAt, inServices, itemsOf, sighting } from './rule.ts';

const PERSONAL = /^(?:~(?:\/|$)|\/(?:home|Users)\/[^/:]+|[A-Za-z]:\\|\\\\)/;

export default defineRule({
  id: 'compose/portable-paths',
  title: "No service mounts a path of one person's machine",
  why: 'A home folder or a drive is there on one machine only; elsewhere the engine makes an empty folder of root in its place.',
  remedy: 'Mount a path relative to the compose file, or a named volume.',
  references: ['https://docs.docker.com/engine/storage/bind-mounts/'],
  severity: 'warning',
  reason: 'personal-path',
  good: 'services:\n  web:\n    image: web:1.0\n    volumes: ["./conf:/conf:ro"]\n',
  bad: { section: 'services', keys: 'image: "web:1.0", volumes: ["~/conf:/conf"]' },
  looksAt: (written) => sourcesIn(written).map(({ span }) => span),
  find: (written) =>
    sourcesIn(written).flatMap((source) => {
      const path = source.kind === 'scalar' ? PERSONAL.exec(source.value)?.[0] : undefined;
      return path === undefined ? [] : [sighting(written, source.span, `\`${path}\` is of one machine`)];
    }),
});

function sourcesIn(written: ComposeWritten): readonly ComposeNode[] {
  return inServices(written, 'volumes')
    .flatMap(({ entry }) => itemsOf(entry.value))
    .flatMap((mount) => {
      if (mount.kind === 'scalar') return [mount];
      const isBind = entryAt(mount, 'type')?.value;
      const source = entryAt(mount, 'source')?.value;
      return source && isBind?.kind === 'scalar' && isBind.value === 'bind' ? [source] : [];
    });
}
