import type { Grown } from './grown.ts';

const repeated = (name: string, before: string, unit: string, after = ''): Grown => ({
  name,
  of: (n) => before + unit.repeat(n) + after,
});

const numbered = (name: string, before: string, unit: (i: number) => string, after = ''): Grown => ({
  name,
  of: (n) => before + Array.from({ length: n }, (_, i) => unit(i)).join('') + after,
});

/** Ignore files that grow without bound, each by one thing. */
export const grownIgnoreFiles: readonly Grown[] = [
  repeated('patterns', '', '**/node_modules\n'),
  repeated('patterns of a regular expression', '', 'a*[b-c]?d\n'),
  numbered('names', '', (i) => `a${i}/b\n`),
  repeated('exceptions', '*\n', '!a/b\n'),
  repeated('comments', '', '# a\n'),
  repeated('blank lines', '', ' \r\n'),
  repeated('one long line', '', 'a'),
  repeated('stars', '', '*a'),
  repeated('folders', '', 'a/'),
  repeated('ways up', '', '../'),
  repeated('open brackets', '', '['),
  repeated('classes', '', '[a]'),
  repeated('open classes', '', '[[:'),
  repeated('quotations', '', '\\Q*'),
  repeated('escapes', '', '\\'),
  repeated('counts', 'a*', 'b{2}'),
  repeated('spaces', 'a', ' ', 'b'),
];

/** Compose files that grow without bound, each by one thing. */
export const grownProjects: readonly Grown[] = [
  numbered('services', 'services:\n', (i) => `  s${i}: {image: a}\n`),
  numbered(
    'services that wait',
    'services:\n  s0: {image: a}\n',
    (i) => `  s${i + 1}: {image: a, depends_on: [s${i}]}\n`,
  ),
  numbered('variables', 'services:\n  a:\n    image: b\n    environment:\n', (i) => `      A${i}: "$B"\n`),
  numbered('labels', 'services:\n  a:\n    image: b\n    labels:\n', (i) => `      - a${i}=b\n`),
  numbered('ports', 'services:\n  a:\n    image: b\n    ports:\n', (i) => `      - ${1000 + (i % 60_000)}\n`),
  numbered('volumes', 'services: {a: {image: b}}\nvolumes:\n', (i) => `  v${i}: {}\n`),
  repeated('comments', 'services: {a: {image: b}}\n', '# c\n'),
  repeated('extensions in each other', 'services: {a: {image: b}}\nx-a: ', '[', ''),
  repeated('maps in each other', 'services: {a: {image: b}}\nx-a: ', '{a: '),
  repeated('dashes', 'services: {a: {image: b}}\nx-a:\n', '- '),
  repeated('anchors', 'services: {a: {image: b}}\nx-a:\n', '  - &a b\n  - *a\n'),
  repeated('one long text', 'services: {a: {image: b}}\nx-a: "', 'a', '"\n'),
  repeated('lines of a text', 'services: {a: {image: b}}\nx-a: |\n', '  a\n'),
  repeated('variables in one text', 'services:\n  a:\n    image: b\n    command: "', '${A:-b} ', '"\n'),
  repeated('defaults in defaults', 'services:\n  a:\n    image: b\n    command: "', '${A:-'),
  repeated('open quotes', 'services: {a: {image: ', '"'),
  repeated('documents', '', '---\nservices: {a: {image: b}}\n'),
  repeated('tags', 'services:\n  a:\n    image: ', '!reset '),
];
