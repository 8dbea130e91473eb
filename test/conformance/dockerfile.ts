import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instruction } from '../../src/domain/index.ts';
import { expand, expandedWords } from '../../src/formats/dockerfile/expand.ts';
import { readGlob } from '../../src/formats/dockerfile/glob.ts';
import { heredocHead, heredocHeads } from '../../src/formats/dockerfile/heredoc.ts';
import { readDevice } from '../../src/formats/dockerfile/instruction.ts';
import { type Node } from '../../src/formats/dockerfile/node.ts';
import { parseDockerfile } from '../../src/formats/dockerfile/parse.ts';
import { type RawInstruction, readInstructions } from '../../src/formats/dockerfile/reader.ts';
import { detectSyntax } from '../../src/formats/dockerfile/syntax.ts';
import { jsonWords, quotedWords } from '../../src/formats/dockerfile/words.ts';
import { type Case, differs, type Outcome } from './vectors.ts';

type Judge = (vector: Case) => string | null;

const JUDGES: Readonly<Record<string, Judge>> = {
  'buildkit-ast.json': judgeTree,
  'buildkit-parser.json': judgeParser,
  'buildkit-shell.json': judgeExpansion,
  'buildkit-directives.json': judgeDirective,
  'buildkit-instructions.json': judgeInstruction,
  'buildkit-corpus.json': judgeText,
};

/** Compares the vectors of a `lint` folder that are about reading Dockerfiles; a miss says what came instead. */
export async function run(dir: string): Promise<Outcome[]> {
  return Object.entries(JUDGES)
    .filter(([file]) => existsSync(join(dir, file)))
    .map(([file, judge]) => {
      const { cases } = JSON.parse(readFileSync(join(dir, file), 'utf8')) as { cases: Case[] };
      const misses = cases.flatMap((vector) => {
        const difference = judge(vector);
        return difference === null ? [] : [`${vector.id}: ${difference}`];
      });
      return { file, total: cases.length, passed: cases.length - misses.length, misses };
    });
}

function judgeTree({ dockerfile, escape, instructions, emptyContinuation }: Case): string | null {
  const read = readInstructions('Dockerfile', dockerfile);
  const tree = differs({ escape: read.escape, instructions: read.instructions.map(treeOf) }, { escape, instructions });
  const holes = read.instructions.filter((it) => it.hasEmptyContinuation).map(({ at }) => at.endLine);
  return tree ?? (emptyContinuation ? differs(holes.length > 0, true) : null);
}

function treeOf({ node, at, heredocs, comments }: RawInstruction): object {
  return {
    ...nodeOf(node),
    line: at.startLine,
    endLine: at.endLine,
    ...(heredocs.length > 0 ? { heredocs: heredocs.map((heredoc) => ({ ...heredoc, at: undefined })) } : {}),
    ...(comments.length > 0 ? { comments } : {}),
  };
}

function nodeOf({ command, args, flags, json, sub }: Node): object {
  return {
    cmd: command.text,
    ...(args.length > 0 ? { args: args.map(({ text }) => text) } : {}),
    ...(flags.length > 0 ? { flags: flags.map(({ text }) => text) } : {}),
    ...(json ? { json: true } : {}),
    ...(sub ? { sub: nodeOf(sub) } : {}),
  };
}

function judgeParser(vector: Case): string | null {
  const { kind, input, expect, dockerfile } = vector;
  const whole = { start: 0, end: input?.length ?? 0 };
  switch (kind) {
    case 'ast':
      return differs(
        readInstructions('Dockerfile', dockerfile)
          .instructions.map(({ node }) => `(${dump(node)})`)
          .join('\n'),
        vector.result.trim(),
      );
    case 'reject':
      return parseDockerfile('Dockerfile', dockerfile).problems.length > 0 ? null : 'accepted';
    case 'lines':
      return differs(
        readInstructions('Dockerfile', dockerfile).instructions.map(({ at }) => [at.startLine, at.endLine]),
        vector.children,
      );
    case 'words':
      return differs(
        quotedWords(input, whole, vector.escape ?? '\\').map(({ text }) => text),
        expect,
      );
    case 'json': {
      const words = jsonWords(input, whole);
      return differs(Array.isArray(words) ? words.map(({ text }) => text) : null, vector.valid ? expect : null);
    }
    case 'heredoc-file':
      return differs(
        readInstructions('Dockerfile', dockerfile).instructions.slice(1).map(heredocsOf),
        vector.heredocs.map((all: Case[]) => all.map(plain)),
      );
    case 'heredoc-word': {
      const head = heredocHead(input);
      return differs(head === null ? 'none' : 'fault' in head ? 'error' : head.name, expect);
    }
    case 'heredoc-line':
      return differs(
        heredocHeads(input).map((head) => ('fault' in head ? head.fault : head.name)),
        expect,
      );
    case 'empty-continuation': {
      const holes = readInstructions('Dockerfile', dockerfile).instructions.filter((it) => it.hasEmptyContinuation);
      return differs(holes.length, vector.count ?? expect?.length ?? expect);
    }
    default:
      return `no judge for ${kind}`;
  }
}

/** BuildKit's dump: command, flags as a list, arguments quoted. */
function dump({ command, flags, args, sub }: Node): string {
  const flagged = flags.length > 0 ? ` [${flags.map(({ text }) => JSON.stringify(text)).join(' ')}]` : '';
  const words = args.map(({ text }) => ` ${JSON.stringify(text)}`).join('');
  return `${command.text.toLowerCase()}${flagged}${sub ? ` (${dump(sub)})` : ''}${words}`;
}

function heredocsOf({ heredocs }: RawInstruction): object[] {
  return heredocs.map(({ name, content, expand: expands, chomp, fd }) =>
    plain({ Name: name, Content: content, Expand: expands, Chomp: chomp, FileDescriptor: fd }),
  );
}

/** Without what has its default, as Go leaves it out. */
function plain(heredoc: Case): object {
  return Object.fromEntries(
    Object.entries(heredoc).filter(([key, value]) => key === 'Content' || (value !== false && value !== 0)),
  );
}

function judgeExpansion({ kind, input, env, expect, error, matched, unmatched }: Case): string | null {
  if (kind === 'pattern-to-regex') return differs(expressionOf(input), expect);
  const environment = new Map(Object.entries<string>(env));
  const result = expand(input, environment);
  if (error || result.fault !== null) return differs(result.fault !== null, error ?? false);
  const value = differs(kind === 'words' ? expandedWords(input, environment) : result.value, expect);
  if (value !== null || matched === undefined) return value;
  return differs([[...result.matched].sort(), [...result.unmatched].sort()], [matched, unmatched]);
}

/** Our pattern, spelt as the expression that BuildKit makes of it. */
function expressionOf(pattern: string): string {
  const pieces = readGlob(pattern) ?? [];
  const spelt = pieces.map((piece) => {
    if (piece.kind === 'star') return '.*';
    return piece.kind === 'any' ? '.' : piece.char.replace(/[[\]{}.+()|^$*?\\]/, '\\$&');
  });
  return `^${spelt.join('')}`;
}

function judgeDirective({ key, text, found, value, full, line }: Case): string | null {
  const directive = detectSyntax(text, key);
  if (!found) return differs(directive === null, true);
  // the JSON form has neither a whole value nor a line
  return differs(
    [directive?.value.split(' ')[0], full && directive?.value, line && directive?.line],
    [value, full, line],
  );
}

function judgeInstruction(vector: Case): string | null {
  const { kind, input, expect, error, errorContains, dockerfile } = vector;
  if (kind === 'device') {
    const device = readDevice(input);
    return 'fault' in device
      ? differs(device.fault, error)
      : differs({ Name: device.name, Required: device.required }, expect);
  }
  const parsed = parseDockerfile('Dockerfile', dockerfile);
  if (kind === 'error') {
    const messages = parsed.problems.map(({ message }) => message);
    return messages.some((message) => message.includes(errorContains)) ? null : messages.join('; ');
  }
  if (kind === 'doc-comments') return judgeDescriptions(parsed, expect);
  const [instruction] = parseDockerfile('Dockerfile', `FROM scratch\n${dockerfile}`).stages[0]?.body ?? [];
  if (!instruction) return 'no instruction';
  return kind === 'copyheredoc'
    ? differs(sourcesOf(instruction), expect.sourcesAndDest)
    : differs(commandOf(instruction), expect);
}

function sourcesOf({ args, heredocs }: Instruction): object {
  const sources = args.slice(0, -1);
  const paths = sources.filter((source) => heredocHead(source) === null);
  const contents = heredocs.map(({ name, content, expand: expands }) => ({
    Path: name,
    Data: content,
    Expand: expands,
  }));
  return {
    DestPath: args.at(-1),
    ...(paths.length > 0 ? { SourcePaths: paths } : {}),
    ...(contents.length > 0 ? { SourceContents: contents } : {}),
  };
}

function commandOf({ form, args, heredocs }: Instruction): object {
  const files = heredocs.map(({ name, content, chomp }) => ({
    Name: name,
    Data: content,
    ...(chomp ? { Chomp: true } : {}),
  }));
  return { command: args, shell: form === 'shell', ...(files.length > 0 ? { files } : {}) };
}

function judgeDescriptions({ stages, globals }: ReturnType<typeof parseDockerfile>, expect: Case): string | null {
  const describe = ({ comments }: Instruction, name: string): string =>
    comments.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
  const args = (all: readonly Instruction[]) =>
    all
      .filter(({ keyword }) => keyword === 'ARG')
      .flatMap((it) => it.args.map((arg) => arg.replace(/=.*/, '')).map((name) => [name, describe(it, name)]));
  return differs(
    {
      stages: Object.fromEntries(stages.map(({ name, from }) => [name ?? '', describe(from, name ?? '')])),
      globalArgs: Object.fromEntries(args(globals)),
      stageArgs: Object.fromEntries(args(stages.flatMap(({ body }) => body))),
    },
    expect,
  );
}

/** No crash; and what a place spans is what was read there. */
function judgeText({ dockerfile }: Case): string | null {
  const { stages } = parseDockerfile('Dockerfile', dockerfile);
  const broken = stages
    .flatMap(({ from, body }) => [from, ...body])
    .find(({ segments, text }) =>
      segments.some(({ at, offset }, index) => {
        const piece = text.slice(at, segments[index + 1]?.at);
        return dockerfile.slice(offset, offset + piece.length) !== piece;
      }),
    );
  return broken ? `the places of \`${broken.text}\` hold another text` : null;
}
