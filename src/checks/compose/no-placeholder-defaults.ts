import { type ComposeNode, type ComposeWritten, defineRule, entryAt, sighting } from './rule.ts';

const DEFAULT = /\$\{([A-Za-z_]\w*):?-([^{}$]*)\}/g;
const PLACEHOLDER =
  /^(?:change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|it|this)|your[-_ ][\w -]*|todo|fixme|x{3,}|<[^>]*>)[!.]*$/i;

export default defineRule({
  id: 'compose/no-placeholder-defaults',
  title: 'No variable falls back to a placeholder',
  why: 'A default such as `changeme` lets a deployment start with a value that everybody knows.',
  remedy: 'Ask for the variable: `${NAME:?say what it is}`.',
  references: ['https://docs.docker.com/reference/compose-file/interpolation/'],
  severity: 'warning',
  reason: 'placeholder',
  good: 'services:\n  web:\n    image: "web:${TAG:-1.0}"\n',
  bad: { section: 'services', keys: 'image: "web:1.0", environment: {KEY: "${TICKPROOF_KEY:-changeme}"}' },
  looksAt: (written) => defaultsIn(written).map(({ node }) => node.span),
  find: (written) =>
    defaultsIn(written)
      .filter(({ value }) => PLACEHOLDER.test(value.trim()))
      .map(({ node, name, value }) => sighting(written, node.span, `${name} falls back to \`${value}\``)),
});

interface Default {
  readonly node: ComposeNode;
  readonly name: string;
  readonly value: string;
}

function defaultsIn({ root }: ComposeWritten): readonly Default[] {
  return scalarsIn(entryAt(root, 'services')?.value ?? null).flatMap((node) =>
    node.kind === 'scalar'
      ? [...node.value.matchAll(DEFAULT)].map(([, name = '', value = '']) => ({ node, name, value }))
      : [],
  );
}

function scalarsIn(node: ComposeNode | null): readonly ComposeNode[] {
  if (node?.kind === 'map') return node.entries.flatMap(({ value }) => scalarsIn(value));
  return node?.kind === 'list' ? node.items.flatMap(scalarsIn) : node ? [node] : [];
}
