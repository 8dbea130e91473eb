import { z } from '../kit.ts';
import { imageName, own, sectionsOf, unquoted } from './instructions.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { flagValue, mountsOf } from './shared.ts';

const OWN_REGISTRY = ['docker.io', 'hub.docker.com'];

// DL3026, over every stage; `build/base-pinned` has a list of references for what the target is made of.
export default defineRule({
  id: 'dockerfile/trusted-registries',
  title: 'Images come from trusted registries only',
  why: 'Whoever runs the registry decides what is in the image.',
  remedy: 'Take the image from a registry of the list, or put its registry on the list.',
  references: ['https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image'],
  aliases: ['DL3026'],
  severity: 'error',
  params: z.strictObject({
    registries: z
      .array(z.string())
      .default([])
      .describe('Registries that images may come from, `*` at either end stands for anything; empty = any'),
  }),
  exampleParams: { registries: ['docker.io'] },
  reason: 'untrusted-registry',
  good: 'FROM docker.io/library/debian:bookworm-slim AS base\nFROM base\n',
  bad: 'FROM tickproof.invalid/planted:1',
  looksAt: (source, { registries }) => (registries.length === 0 ? [] : own(source, 'FROM')),
  find: (source, { registries }) =>
    registries.length === 0 ? [] : imagesOf(source).flatMap((image) => untrusted(image, registries)),
});

interface Image {
  readonly reference: string;
  readonly by: Instruction;
}

/** What FROM, COPY --from and mounts take from elsewhere. */
function imagesOf(source: ParsedDockerfile): readonly Image[] {
  const names = new Set<string>();
  const bases = new Map(source.stages.map(({ from, base }) => [from, base]));
  return sectionsOf(source).flatMap(({ from, base, name, parent, body }) => {
    const isImage = from && !parent && base !== 'scratch';
    const known = from ? bases.get(from) : undefined;
    const reference = known?.kind === 'image' ? known.reference : base; // with the global arguments in it
    const image = isImage ? [{ reference, by: from }] : [];
    if (name !== null) names.add(name);
    const taken = body.flatMap((by) => takenBy(by).map((other) => ({ reference: other, by })));
    return [...image, ...taken.filter((it) => !names.has(it.reference.toLowerCase()))];
  });
}

function takenBy(by: Instruction): readonly string[] {
  const from = by.keyword === 'COPY' ? [flagValue(by, 'from')] : [];
  const mounted = by.keyword === 'RUN' ? mountsOf(by).filter(({ type }) => ['bind', 'cache'].includes(type)) : [];
  return [...from, ...mounted.map((mount) => mount.from)]
    .map((it) => unquoted(it ?? ''))
    .filter((it) => it !== '' && it !== 'scratch' && !/^\d+$/.test(it));
}

function untrusted({ reference, by }: Image, registries: readonly string[]): readonly Sighting[] {
  const { registry } = imageName(reference);
  const known = registry === null ? OWN_REGISTRY : [registry];
  if (known.some((it) => registries.some((pattern) => matches(it, pattern)))) return [];
  return [sighting(by, `\`${reference}\` comes from ${known[0] ?? ''}, which is not on the list`)];
}

function matches(registry: string, pattern: string): boolean {
  if (pattern.startsWith('*')) return registry.endsWith(pattern.slice(1));
  return pattern.endsWith('*') ? registry.startsWith(pattern.slice(0, -1)) : registry === pattern;
}
