import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../test/kit/cpu.ts';
import type { Instruction, Place } from '../../domain/index.ts';
import { flagValue, heredocText, mountsOf, parseDockerfile, placeInRest } from './index.ts';

function instructions(text: string): Instruction[] {
  const { globals, stages } = parseDockerfile('Dockerfile', text);
  return [...globals, ...stages.flatMap(({ from, body }) => [from, ...body])];
}

function at(text: string, place: Place): string {
  return text.slice(place.startOffset, place.endOffset);
}

describe('places', () => {
  it('finds every word behind continuations and comments', () => {
    const text = 'FROM a\nCOPY one \\\n# why\n  "two" \\\n\n  /dest/\n';
    const [, copy] = instructions(text);
    expect(copy?.args).toEqual(['one', '"two"', '/dest/']);
    expect(copy?.argsAt.map((place) => at(text, place))).toEqual(['one', '"two"', '/dest/']);
    expect(copy?.argsAt[2]).toMatchObject({ startLine: 6, startColumn: 3 });
    expect(copy?.at).toMatchObject({ startLine: 2, endLine: 6 });
  });

  it('finds the strings of an array, escapes and all', () => {
    const text = 'FROM a\nCMD ["a\\"b", \\\n "c"]\n';
    const [, cmd] = instructions(text);
    expect(cmd?.args).toEqual(['a"b', 'c']);
    expect(cmd?.argsAt.map((place) => at(text, place))).toEqual(['"a\\"b"', '"c"']);
  });

  it('counts lines and columns past a byte order mark and CRLF', () => {
    const text = '\ufeffFROM a\r\nUSER app\r\n';
    const [, user] = instructions(text);
    expect(user).toMatchObject({ rest: 'app', argsAt: [{ startLine: 2, startColumn: 6, endColumn: 9 }] });
    expect(at(text, placeInRest(user as Instruction, 0, 3))).toBe('app');
  });

  it('gives the bodies of here-documents and the instruction behind HEALTHCHECK', () => {
    const text = 'FROM a\nRUN <<-EOF\n\tls\n\tEOF\nHEALTHCHECK --interval=1s CMD ["a", "b"]\n';
    const [, run, health] = instructions(text);
    expect(run?.heredocs.map((it) => [at(text, it.at), heredocText(it)])).toEqual([['\tls\n', 'ls\n']]);
    expect(run?.at.endLine).toBe(4);
    expect(health?.inner).toMatchObject({ keyword: 'CMD', form: 'exec', args: ['a', 'b'] });
    expect(flagValue(health as Instruction, 'interval')).toBe('1s');
  });
});

describe('instructions', () => {
  it('keeps a shell form as one text and knows it from an array', () => {
    const [, run, cmd] = instructions("FROM a\nRUN [ -f x ] && ls\nCMD ['a']\n");
    expect(run).toMatchObject({ form: 'shell', args: ['[ -f x ] && ls'] });
    expect(cmd).toMatchObject({ form: 'shell' });
  });

  it('writes both spellings of ENV alike', () => {
    const [, old, now] = instructions('FROM a\nENV A b c\nENV A=b C="d e"\n');
    expect([old?.args, now?.args]).toEqual([['A=b c'], ['A=b', 'C="d e"']]);
  });

  it('reads mounts', () => {
    const [, run] = instructions('FROM a\nRUN --mount=type=cache,target=/c --mount=from=b,src=/x,dst=/y ls\n');
    expect(mountsOf(run as Instruction)).toMatchObject([
      { type: 'cache', target: '/c' },
      { type: 'bind', from: 'b', source: '/x', target: '/y' },
    ]);
  });

  it('attaches the comments above, up to a bare #', () => {
    const [from] = instructions('# lost\n#\n# kept\n\nFROM a\n');
    expect(from?.comments).toEqual(['kept']);
  });

  it('takes the escape directive only while directives last', () => {
    expect(parseDockerfile('D', '# escape=`\nFROM a\n').escape).toBe('`');
    expect(parseDockerfile('D', '# a=b\n# escape=`\nFROM a\n').escape).toBe('\\');
  });
});

describe('problems', () => {
  it.each([
    ['', 'no-instructions', 1],
    ['FROM a\nRUNN ls\n', 'unknown-instruction', 2],
    ['FROM a\nRUN --mout=x ls\n', 'bad-flag', 2],
    ['FROM a\nUSER\n', 'arguments', 2],
    ['FROM a\nCOPY x <<EOF\nEOF\n', 'arguments', 2],
    ['FROM a\nRUN <<EOF\nls\n', 'heredoc-unterminated', 2],
    ['FROM a\nENV A=b c\n', 'syntax', 2],
    ['# escape=\\\n# escape=`\nFROM a\n', 'bad-directive', 2],
    ['ARG A\n', 'no-stage', 1],
    ['FROM $A\n', 'base-blank', 1],
    ['FROM ${A\n', 'bad-substitution', 1],
    ['FROM a\nHEALTHCHECK --retries=x CMD ls\n', 'arguments', 2],
    ['FROM a\nONBUILD FROM b\n', 'arguments', 2],
    [`FROM a\nRUN ${'x'.repeat(70_000)}\n`, 'line-too-long', 2],
  ])('finds in %j a %s at line %i', (text, code, startLine) => {
    expect(parseDockerfile('D', text).problems).toMatchObject([{ code, at: { startLine } }]);
  });
});

const piece = fc.oneof(
  fc.constantFrom(
    'FROM a',
    'RUN ',
    'COPY ',
    'ENV ',
    'ONBUILD ',
    'HEALTHCHECK CMD ',
    '# x',
    '\\',
    '\n',
    '\r\n',
    ' ',
    '<<EOF',
    'EOF',
    '"',
    "'",
    '[',
    ']',
    '--a=',
    '${',
    '}',
    '\ufeff',
    '`',
  ),
  fc.string(),
);

describe('any text', () => {
  it('is read without a fault, with places that lie within it and hold what was read', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const { problems, comments } = parseDockerfile('D', text);
        const all = instructions(text);
        for (const { startOffset = 0, endOffset = 0, startLine, endLine } of [...problems, ...comments, ...all].map(
          (it) => it.at,
        )) {
          expect(startOffset).toBeGreaterThanOrEqual(0);
          expect(startOffset).toBeLessThanOrEqual(endOffset);
          expect(endOffset).toBeLessThanOrEqual(text.length);
          expect(startLine).toBeLessThanOrEqual(endLine);
        }
        for (const { segments, text: joined } of all) {
          segments.forEach(({ at: from, offset }, index) => {
            const part = joined.slice(from, segments[index + 1]?.at);
            expect(text.slice(offset, offset + part.length)).toBe(part);
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    'RUN a \\\n',
    'ENV a=b ',
    'COPY <<A ',
    'ONBUILD ',
    '${a:-',
    '["a",',
    '--a=b ',
    '"',
    '# a\n',
    'FROM a AS b\n',
    'RUN <<E\nE\n',
    ' ',
    'ENV a ${b#*c*d*e*f}\n',
  ])('takes linear time for %j over and over', (repeated) => {
    const tookMs = cpuMs(() => {
      parseDockerfile('D', `FROM a\nRUN ${repeated.repeat(20_000)}`);
      parseDockerfile('D', `FROM a\n${repeated.repeat(20_000)}`);
    });
    expect(tookMs).toBeLessThan(4_000);
  });
});

describe('keywords', () => {
  const keyword = (text: string) => parseDockerfile('D', `FROM a\n${text} b\n`).instructions[1]?.keyword;

  it('are as long as they are written', () => {
    expect(keyword('ß')).toBe('ß');
    expect(keyword('uSer')).toBe('USER');
  });

  it('are what Go makes of their capitals', () => {
    expect(keyword('wor\u212adir')).toBe('WORKDIR');
    expect(keyword('MA\u0130NTAINER')).toBe('MAINTAINER');
    expect(keyword('u\u017fer')).not.toBe('USER');
    expect(keyword('\u0131')).not.toBe('I');
  });
});
