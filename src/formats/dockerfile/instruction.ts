import type { Flag, Heredoc, Instruction, Place, Segment } from '../../domain/index.ts';
import { placeOf, segmentsOf } from './lines.ts';
import type { Node } from './node.ts';
import type { RawInstruction } from './reader.ts';
import { behindBlanks, trimmed } from './space.ts';
import { keywordOf, type Token } from './words.ts';

/** The instruction of a node, in the domain's words. */
export function instructionOf(file: string, raw: RawInstruction): Instruction {
  const { node, line, comments, at } = raw;
  return build({ file, line: line.text, segments: line.segments, heredocs: raw.heredocs, comments, at }, node);
}

interface Origin {
  readonly file: string;
  readonly line: string;
  readonly segments: readonly Segment[];
  readonly heredocs: readonly Heredoc[];
  readonly comments: readonly string[];
  readonly at: Place;
}

function build(origin: Origin, node: Node): Instruction {
  const { file, line, segments } = origin;
  const { start, end } = trimmed(line, { start: node.command.start, end: line.length });
  const place = (token: Token): Place => placeOf(file, segments, token.start, token.end);
  const args = argumentsOf(node);
  const inner = innerOf(origin, node);
  return {
    keyword: keywordOf(node.command.text),
    text: line.slice(start, end),
    rest: line.slice(node.rest.start, node.rest.end),
    flags: node.flags.map((flag) => flagOf(flag, place(flag))),
    form: formOf(node),
    args: args.map(({ text }) => text),
    argsAt: args.map(place),
    heredocs: origin.heredocs,
    ...(inner ? { inner } : {}),
    comments: origin.comments,
    segments: segmentsOf(segments, start, end),
    restAt: node.rest.start - start,
    at: origin.at,
  };
}

function flagOf({ text }: Token, at: Place): Flag {
  const equals = text.indexOf('=');
  return equals < 0
    ? { name: text.slice(2), value: null, at }
    : { name: text.slice(2, equals), value: text.slice(equals + 1), at };
}

const COMMANDS = ['RUN', 'CMD', 'ENTRYPOINT', 'SHELL', 'HEALTHCHECK'];

function formOf(node: Node): Instruction['form'] {
  const keyword = keywordOf(node.command.text);
  if (!COMMANDS.includes(keyword)) return null;
  if (keyword === 'HEALTHCHECK' && node.args[0]?.text.toUpperCase() !== 'CMD') return null;
  return node.json ? 'exec' : 'shell';
}

/** ENV and LABEL as `name=value`, in either spelling; everything else as read. */
function argumentsOf(node: Node): readonly Token[] {
  if (!['ENV', 'LABEL'].includes(keywordOf(node.command.text))) return node.args;
  const pairs: Token[] = [];
  for (let at = 0; at + 2 < node.args.length; at += 3) {
    const [name, value] = node.args.slice(at, at + 2);
    if (name && value) pairs.push({ text: `${name.text}=${value.text}`, start: name.start, end: value.end });
  }
  return pairs;
}

function innerOf(origin: Origin, node: Node): Instruction | null {
  if (node.sub) return build({ ...origin, comments: [] }, node.sub);
  const [type] = node.args;
  if (keywordOf(node.command.text) !== 'HEALTHCHECK' || type?.text.toUpperCase() !== 'CMD') return null;
  const { start, end } = behindBlanks(origin.line, { start: type.end, end: node.rest.end });
  const command: Node = { ...node, command: type, flags: [], args: node.args.slice(1), rest: { start, end } };
  const at = placeOf(origin.file, origin.segments, type.start, Math.max(type.end, end));
  return build({ ...origin, comments: [], at }, command);
}

/** Where a stretch of an instruction's `rest` stands in the file. */
export function placeInRest(instruction: Instruction, start: number, end: number): Place {
  const { restAt, segments, at } = instruction;
  return placeOf(at.file, segments, restAt + start, restAt + end);
}

/** The value of a flag; null when it is not there or is bare. */
export function flagValue(instruction: Instruction, name: string): string | null {
  return instruction.flags.find((flag) => flag.name === name)?.value ?? null;
}

export interface Assignment {
  readonly name: string;
  /** Null for `ARG NAME`. */
  readonly value: string | null;
  readonly at: Place;
}

/** What ENV, ARG and LABEL assign, unexpanded. */
export function assignmentsOf({ args, argsAt, at }: Instruction): Assignment[] {
  return args.map((text, index) => {
    const equals = text.indexOf('=');
    const place = argsAt[index] ?? at;
    if (equals < 0) return { name: text, value: null, at: place };
    return { name: text.slice(0, equals), value: text.slice(equals + 1), at: place };
  });
}

export interface Mount {
  readonly type: string;
  readonly from: string | null;
  readonly source: string | null;
  readonly target: string | null;
  readonly id: string | null;
  /** A secret or an SSH agent that the step cannot do without. */
  readonly required: boolean;
  readonly at: Place;
}

/** The `--mount` flags of a RUN; fields may be quoted as in CSV. */
export function mountsOf(instruction: Instruction): Mount[] {
  return instruction.flags
    .filter(({ name, value }) => name === 'mount' && value !== null)
    .map(({ value, at }) => {
      const fields = new Map(csvFields(value ?? '').map(keyAndValue));
      const of = (...keys: string[]): string | null =>
        keys.map((key) => fields.get(key)).find((it) => it !== undefined) ?? null;
      return {
        type: (of('type') ?? 'bind').toLowerCase(),
        from: of('from'),
        source: of('source', 'src'),
        target: of('target', 'dst', 'destination'),
        id: of('id'),
        required: ['', 'true', '1'].includes(of('required')?.toLowerCase() ?? 'false'),
        at,
      };
    });
}

function keyAndValue(field: string): readonly [string, string] {
  const equals = field.indexOf('=');
  return equals < 0 ? [field.toLowerCase(), ''] : [field.slice(0, equals).toLowerCase(), field.slice(equals + 1)];
}

export function csvFields(text: string): string[] {
  return (text.match(/"(?:[^"]|"")*"|[^,]+/g) ?? []).map((field) =>
    field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
  );
}

export interface Device {
  readonly name: string;
  readonly required: boolean;
}

/** The value of `RUN --device`: a CDI name, which may hold `=` itself, and `required`. */
export function readDevice(text: string): Device | { readonly fault: string } {
  let name = '';
  let required = false;
  for (const field of csvFields(text)) {
    const [key, value] = keyAndValue(field);
    if (key === 'required') {
      if (!['', '1', 't', 'true', '0', 'f', 'false'].includes(value.toLowerCase()))
        return { fault: `invalid value for required: ${value}` };
      required = !['0', 'f', 'false'].includes(value.toLowerCase());
    } else if (name !== '') return { fault: `device name already set to ${name}` };
    else name = key === 'name' ? value : field;
  }
  return { name, required };
}
