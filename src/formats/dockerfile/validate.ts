import type { Instruction, ParseProblem, Place } from '../../domain/index.ts';
import { durationMs } from './duration.ts';
import { expand } from './expand.ts';
import { heredocHead } from './heredoc.ts';
import { readDevice } from './instruction.ts';
import { mountTextFault } from './mount-faults.ts';
import { KEYWORDS } from './node.ts';
import { nearestOf } from './suggest.ts';

type FlagKind = 'text' | 'texts' | 'boolean';

const ADD_AND_COPY = { chown: 'text', chmod: 'text', link: 'boolean', exclude: 'texts' } as const;
const FLAGS: Readonly<Record<string, Readonly<Record<string, FlagKind>>>> = {
  ADD: { ...ADD_AND_COPY, 'keep-git-dir': 'boolean', checksum: 'text', unpack: 'boolean' },
  COPY: { ...ADD_AND_COPY, from: 'text', parents: 'boolean' },
  FROM: { platform: 'text' },
  HEALTHCHECK: { interval: 'text', timeout: 'text', 'start-period': 'text', 'start-interval': 'text', retries: 'text' },
  RUN: { mount: 'texts', network: 'text', security: 'text', device: 'texts' },
};
const EXACTLY_ONE = ['MAINTAINER', 'WORKDIR', 'STOPSIGNAL', 'USER'];
const AT_LEAST_ONE = ['EXPOSE', 'VOLUME', 'ENV', 'LABEL', 'ARG', 'HEALTHCHECK', 'SHELL'];
const NOTHING = new Map<string, string>();
const STAGE_NAME = /^[a-z][a-z0-9-_.]*$/;
/** A stage's name is looked for among the contexts that a build is given, and these are named as images are. */
const CONTEXT_NAME = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;

/** What BuildKit refuses in one instruction that parses. */
export function faultsOf(instruction: Instruction, refused: boolean): ParseProblem[] {
  const { keyword, at } = instruction;
  if (!KEYWORDS.includes(keyword)) {
    const near = nearestOf(keyword, KEYWORDS);
    const written = instruction.text.slice(0, keyword.length);
    return [
      problem('unknown-instruction', `unknown instruction: ${written}${near ? ` (did you mean ${near}?)` : ''}`, at),
    ];
  }
  const flags = keyword === 'STOPSIGNAL' || keyword === 'ARG' ? [] : flagFaults(instruction);
  const args = refused ? [] : argumentFaults(instruction).map((message) => problem('arguments', message, at));
  return [...flags, ...args];
}

function problem(code: string, message: string, at: Place): ParseProblem {
  return { code, message, at };
}

function flagFaults({ keyword, flags, args }: Instruction): ParseProblem[] {
  if (keyword === 'HEALTHCHECK' && args[0]?.toUpperCase() === 'NONE') return [];
  const known = FLAGS[keyword] ?? {};
  const seen = new Set<string>();
  return flags.flatMap(({ name, value, at }) => {
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    const twice = seen.has(name) && kind !== 'texts';
    seen.add(name);
    const message = flagFault(keyword, name, value, kind, twice, Object.keys(known));
    return message === null ? [] : [problem('bad-flag', message, at)];
  });
}

function flagFault(
  keyword: string,
  name: string,
  value: string | null,
  kind: FlagKind | undefined,
  twice: boolean,
  known: readonly string[],
): string | null {
  if (kind === undefined) {
    const near = nearestOf(name, known);
    return `unknown flag: --${name} for ${keyword}${near ? ` (did you mean ${near}?)` : ''}`;
  }
  if (twice) return `duplicate flag specified: --${name}`;
  if (value === null) return kind === 'boolean' ? null : `missing a value on flag: --${name}`;
  if (kind !== 'boolean') return null;
  if (value === '') return `missing a value on flag: --${name}`;
  return ['true', 'false'].includes(value.toLowerCase())
    ? null
    : `expecting boolean value for flag --${name}, not: ${value}`;
}

function argumentFaults(instruction: Instruction): string[] {
  const { keyword, args } = instruction;
  if (EXACTLY_ONE.includes(keyword) && args.length !== 1) return [`${keyword} requires exactly one argument`];
  if (AT_LEAST_ONE.includes(keyword) && args.length === 0) return [`${keyword} requires at least one argument`];
  switch (keyword) {
    case 'ADD':
    case 'COPY':
      return copyFaults(instruction);
    case 'ENV':
    case 'LABEL':
    case 'ARG':
      return args.some((arg) => arg.startsWith('=')) ? [`${keyword} names can not be blank`] : [];
    case 'FROM':
      return fromFaults(args);
    case 'HEALTHCHECK':
      return healthFaults(instruction);
    case 'ONBUILD':
      return triggerFaults(instruction);
    case 'RUN':
      return choiceFaults(instruction);
    case 'SHELL':
      return instruction.form === 'exec' ? [] : ['SHELL requires the arguments to be in JSON form'];
    case 'VOLUME':
      return args.some((arg) => arg.trim() === '') ? ['VOLUME specified can not be an empty string'] : [];
    default:
      return [];
  }
}

function copyFaults({ keyword, args, flags }: Instruction): string[] {
  const target = args.at(-1);
  if (args.length < 2 || target === undefined) {
    return [`${keyword} requires at least two arguments, but only one was provided: the destination is missing`];
  }
  const from = keyword === 'COPY' ? flags.find(({ name }) => name === 'from')?.value : null;
  if (from && expand(from, NOTHING).value !== from)
    return ['variable expansion is not supported for --from: name a stage that has it in its FROM'];
  const head = heredocHead(target);
  return head && !('fault' in head) ? [`${keyword} cannot accept a heredoc as a destination`] : [];
}

function fromFaults(args: readonly string[]): string[] {
  const [, as = '', name = ''] = args;
  if (args.length !== 1 && !(args.length === 3 && as.toLowerCase() === 'as'))
    return ['FROM requires either one or three arguments'];
  if (args.length === 1) return [];
  if (STAGE_NAME.test(name.toLowerCase()))
    return CONTEXT_NAME.test(name.toLowerCase())
      ? []
      : [`invalid context name "${name}": a letter or digit stands at its end and between two of - _ .`];
  return [`invalid name for build stage: "${name}", a name begins with a letter and holds letters, digits, - _ . only`];
}

function healthFaults({ args, flags, form, inner }: Instruction): string[] {
  const type = args[0]?.toUpperCase();
  if (type === 'NONE') return args.length > 1 ? ['HEALTHCHECK NONE takes no arguments'] : [];
  if (type !== 'CMD') return [`Unknown type "${args[0] ?? ''}" in HEALTHCHECK (try CMD)`];
  if (args.length === 1 || (form === 'shell' && inner?.rest === '')) return ['Missing command after HEALTHCHECK CMD'];
  return flags.flatMap(({ name, value }) => {
    if (value === null || value === '') return [];
    if (name === 'retries')
      return /^\+?\d{1,9}$/.test(value) ? [] : [`--retries takes a number of tries, not ${value}`];
    const ms = durationMs(value);
    if (ms === null) return [`--${name} takes a duration like 30s, not ${value}`];
    return ms !== 0 && ms < 1 ? [`Interval "${name}" cannot be less than 1ms`] : [];
  });
}

function triggerFaults({ inner }: Instruction): string[] {
  if (!inner) return ['ONBUILD requires at least one argument'];
  if (inner.keyword === 'ONBUILD') return ["Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"];
  return ['FROM', 'MAINTAINER'].includes(inner.keyword) ? [`${inner.keyword} isn't allowed as an ONBUILD trigger`] : [];
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  network: ['default', 'none', 'host'],
  security: ['insecure', 'sandbox'],
};

function choiceFaults({ flags }: Instruction): string[] {
  return flags.flatMap(({ name, value }) => {
    const mount = name === 'mount' && value !== null ? mountTextFault(value) : null;
    if (mount !== null) return [`--mount: ${mount}`];
    const device = name === 'device' && value !== null ? readDevice(value) : null;
    if (device && 'fault' in device) return [device.fault];
    const choices = Object.hasOwn(CHOICES, name) ? CHOICES[name] : undefined;
    return choices && value !== null && !choices.includes(value)
      ? [`unsupported --${name} "${value}": choose ${choices.join(', ')}`]
      : [];
  });
}
