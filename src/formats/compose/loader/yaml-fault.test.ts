import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadProject } from './index.ts';

/** `LINE:COLUMN what is wrong | what to do`; null where the text loads. */
function faultOf(text: string): string | null {
  const project = loadProject({
    files: {
      read: (path) => (path === '/p/compose.yaml' ? text : null),
      stat: (path) => (path === '/p/compose.yaml' ? 'file' : null),
    },
    workingDir: '/p',
    environment: {},
  });
  if (project.status === 'loaded') return null;
  const { at, message, advice } = project.error;
  return `${at?.startLine}:${at?.startColumn} ${message} | ${advice}`;
}

const web = (...lines: readonly string[]) => `services:\n  web:\n${lines.map((line) => `    ${line}\n`).join('')}`;

describe('what is not closed', () => {
  it.each([
    [
      'a list',
      web('ports: ["80:80"', 'restart: always'),
      '3:12',
      'the list that begins with `[`',
      'close it with `]` on line 3',
    ],
    ['a list of plain words', web('dns: [a, b', 'image: web'), '3:10', 'the list', '`]` on line 3'],
    ['a list at the end of the file', web('image: web', 'dns: [a, b'), '4:10', 'the list', '`]` on line 4'],
    ['a list over several lines', web('dns: [a,', '  b,', '  c', 'image: web'), '3:10', 'the list', '`]` on line 5'],
    [
      'a mapping',
      web('labels: {a: b', 'image: web'),
      '3:13',
      'the mapping that begins with `{`',
      'close it with `}` on line 3',
    ],
    [
      'a mapping in a list',
      web('ports: [{target: 80]', 'image: web'),
      '3:24',
      '`]` stands where `{` is to be closed',
      'write `}`',
    ],
    [
      'a list with the other bracket',
      web('dns: [a, b}', 'image: web'),
      '3:15',
      '`}` stands where `[` is to be closed',
      'write `]`',
    ],
    ['nothing', web('dns: [a, b]]', 'image: web'), '3:16', '`]` closes nothing', 'take it away'],
    [
      'a quotation',
      web('image: "web:1', 'restart: always'),
      '3:12',
      'the quotation that begins here is never closed',
      'close it with `"` on line 3',
    ],
    [
      'a quotation before others',
      web('image: "web:1', 'user: "1"', 'tty: true'),
      '3:12',
      'the quotation that begins here runs on to line 4',
      'close it with `"` on line 3',
    ],
  ])('is told where it begins: %s', (_, text, place, what, advice) => {
    expect(faultOf(text)).toContain(`${place} yaml: ${what}`);
    expect(faultOf(text)).toContain(advice);
  });

  it('may be closed on any later line, however little it is indented', () => {
    expect(faultOf(`${web('image: web', 'dns: [a,')}b\n]\n`)).toBeNull();
  });
});

describe('indentation', () => {
  it.each([
    [
      'deeper than a value',
      web('image: web:1', ' restart: always'),
      '4:6',
      'deeper than line 3, whose value is there already',
      'indent it by 4 spaces',
    ],
    [
      'less than its neighbours',
      `${web('image: web:1')}   restart: always\n`,
      '4:4',
      'by 3 spaces, line 3 by 4',
      'indent it by 4 spaces',
    ],
    ['an element of a list', web('dns:', '  - a', ' - b'), '5:6', 'by 5 spaces, line 4 by 6', 'indent it by 6 spaces'],
    [
      'an element among keys',
      web('image: web', '- a'),
      '4:5',
      'an element of a list stands among keys',
      'take the `-` away',
    ],
    [
      'a key among elements',
      web('dns:', '  - a', '  b: c'),
      '5:7',
      'a key stands among the elements of a list',
      'begin it with `- `',
    ],
    ['a tab', 'services:\n  web:\n\timage: web\n', '3:1', 'a tab indents this line', 'spaces'],
  ])('is told where the line begins: %s', (_, text, place, what, advice) => {
    expect(faultOf(text)).toContain(`${place} yaml: `);
    expect(faultOf(text)).toContain(what);
    expect(faultOf(text)).toContain(advice);
  });
});

describe('what is written otherwise', () => {
  it.each([
    [
      'a colon in a value',
      web('command: echo: hi'),
      '3:18',
      '`: ` stands in a value without quotes',
      'put the value in quotes',
    ],
    [
      'a key without a colon',
      web('image: web', 'restart always', 'tty: true'),
      '4:5',
      'this line has no `: ` behind its key',
      'write `restart: always`',
    ],
    [
      'the last key without a colon',
      web('image: web', 'restart always'),
      '4:5',
      'this line has no `: `',
      'write `restart: always`',
    ],
    [
      'no space behind the colon',
      web('image:web', 'tty: true'),
      '3:5',
      'this line has no `: ` behind its key',
      'write `image: web`',
    ],
    ['a reserved character', web('image: @web'), '3:12', 'a value cannot begin with `@`', 'put it in quotes'],
    [
      'text behind a quotation',
      web('image: "web":1'),
      '3:17',
      'something stands behind the quotation',
      'put all of it into the quotes',
    ],
    ['a quote in quotes', web("command: 'it's'"), '3:18', 'something stands behind the quotation', "write `''`"],
    [
      'text behind a list',
      web('command: [ -f x ] && y'),
      '3:23',
      'something stands behind the `]`',
      'put the whole value in quotes',
    ],
    ['a backtick', web('image: `web`'), '3:12', 'a value cannot begin with a backtick', 'put it in quotes'],
    ['no comma', web('dns: ["a" "b"]'), '3:15', 'a `,` is missing', 'write `,`'],
    ['no comma in a mapping', web('labels: {a: b c: d}'), '3:17', 'a `,` is missing', 'write `,`'],
    ['an escape that is none', web('image: "a\\d"'), '3:14', '`\\d` is no escape', 'write `\\\\d`'],
    [
      'a conflict of two branches',
      'services:\n<<<<<<< HEAD\n  web: {}\n=======\n',
      '2:1',
      'a conflict of two branches',
      'keep one side',
    ],
    [
      'an alias of nothing',
      `x-a: &conf {}\n${web('labels: *conff')}`,
      '4:13',
      'unknown anchor',
      'did you mean `*conf`?',
    ],
    [
      'a key twice',
      web('image: a', 'tty: true', 'image: b'),
      '5:5',
      'mapping key "image" already defined at line 3',
      'keep one of the two',
    ],
    ['a control character', web('image: a\0b'), '3:13', 'U+0000', 'take it away'],
  ])('is told at its column: %s', (_, text, place, what, advice) => {
    expect(faultOf(text)).toContain(`${place} yaml: `);
    expect(faultOf(text)).toContain(what);
    expect(faultOf(text)).toContain(advice);
  });
});

it('stands inside the file, whatever is wrong', () => {
  const word = fc.constantFrom(
    'a',
    ': ',
    '- ',
    '\n',
    '  ',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    ',',
    '&a ',
    '*a',
    '|\n',
    '? ',
    '\t',
    '#',
    '@',
    '%',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      const text = words.join('');
      const [line = '', column = ''] = /^(\d+):(\d+) yaml/.exec(faultOf(text) ?? '')?.slice(1) ?? [];
      if (line === '') return;
      const written = text.split('\n')[Number(line) - 1];
      expect(written).toBeDefined();
      expect(Number(column)).toBeLessThanOrEqual((written ?? '').length + 1);
    }),
  );
});
