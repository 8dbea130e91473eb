import type { ComposeProblem, Place } from '../../domain/index.ts';
import type { ComposeText } from '../../formats/compose/index.ts';
import type { Named } from './reached.ts';

/** What the client's refusal says, with the place in the texts that it is about. */
export function problemOf(
  stderr: string,
  texts: readonly ComposeText[],
  named: readonly Pick<Named, 'path' | 'at'>[],
): ComposeProblem {
  const problem = refusal(stderr, texts, named);
  return { ...problem, text: lineTextAt(problem.at, texts) };
}

/** The line of a place, as its file writes it. */
export function lineTextAt({ file, startLine }: Place, texts: readonly ComposeText[]): string {
  const text = texts.find((it) => it.file === file)?.text ?? '';
  return (text.split('\n')[startLine - 1] ?? '').trimEnd();
}

function refusal(
  stderr: string,
  texts: readonly ComposeText[],
  named: readonly Pick<Named, 'path' | 'at'>[],
): ComposeProblem {
  const message = lastMessage(stderr);
  const required = /required variable (\S+) is missing a value/.exec(message);
  if (required) return { kind: 'unset-variable', message, at: variableAt(required[1] ?? '', texts) };
  const file = named.find(({ path, at }) => at !== null && message.includes(`${path} not found`))?.at;
  return {
    kind: 'invalid',
    message,
    at: yamlPlace(message, texts) ?? file ?? keyPlace(message, texts) ?? topOf(texts),
  };
}

/** Names of the variables that the client warned about. */
export function unsetIn(stderr: string): string[] {
  const names = [...stderr.matchAll(/The \\?"([^"\\]+)\\?" variable is not set/g)].map(([, name]) => name ?? '');
  return [...new Set(names)];
}

/** Where a variable is asked for first. */
export function variableAt(name: string, texts: readonly ComposeText[]): Place {
  const uses = texts.flatMap(({ variables }) => variables.filter((use) => use.name === name));
  return uses[0]?.at ?? topOf(texts);
}

function lastMessage(stderr: string): string {
  const lines = stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^time=.*level=(?:warning|debug|info)/.test(line));
  return lines.join('\n').trim() || 'the Compose client gave no reason';
}

function yamlPlace(message: string, texts: readonly ComposeText[]): Place | null {
  const faulty = texts.find(({ fault }) => fault !== null);
  const line = /yaml: (?:unmarshal errors:\s*)?line (\d+)/.exec(message)?.[1];
  if (!/\byaml\b/.test(message)) return null;
  return faulty?.fault?.at ?? (line === undefined ? null : (texts[0]?.lineAt(Number(line)) ?? null));
}

/** From the most exact path that the message names to the service alone. */
function keyPlace(message: string, texts: readonly ComposeText[]): Place | null {
  const extra = /additional propert(?:y|ies) '?([^\s',]+)'?/i.exec(message)?.[1];
  const dotted = /\b((?:services|networks|volumes|secrets|configs)\.[^\s:'"]+)/.exec(message)?.[1]?.split('.') ?? [];
  const service = /service "([^"]+)"/.exec(message)?.[1];
  const resource = /undefined (network|volume|secret|config) (\S+?):?(?:\s|$)/.exec(message);
  const paths = [
    ...(extra === undefined ? [] : [[...dotted, extra]]),
    ...dotted.map((_, i) => dotted.slice(0, dotted.length - i)),
    ...(service !== undefined && resource ? [['services', service, `${resource[1]}s`]] : []),
    ...(service === undefined ? [] : [['services', service]]),
  ];
  for (const path of paths) {
    const place = texts.map((text) => text.placeOf(path)).find((it) => it !== null);
    if (place) return place;
  }
  return null;
}

function topOf(texts: readonly ComposeText[]): Place {
  return texts[0]?.lineAt(1) ?? { file: 'compose.yaml', startLine: 1, endLine: 1 };
}
