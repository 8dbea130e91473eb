import { humanize } from '../../formats/index.ts';
import { findLine } from './find-line.ts';
import type { Rule } from './symptoms.ts';

const SIGKILL_EXIT = 137;

export const outOfMemory: Rule = ({ lines, oomKilled, exitCode, memoryLimitBytes }) => {
  const found = findLine(
    lines,
    /heap out of memory/i,
    /\bMemoryError\b/,
    /OutOfMemoryError/,
    /Cannot allocate memory/i,
    /\bENOMEM\b/,
    /^Killed$/,
  );
  const killed = oomKilled === true || (exitCode === SIGKILL_EXIT && found !== null);
  if (!killed && !found) return null;
  const limit = memoryLimitBytes ? ` of ${humanize(memoryLimitBytes, 'B')}` : '';
  return {
    kind: 'out-of-memory',
    cause: killed
      ? `The kernel ended it because it reached its memory limit${limit}.`
      : 'The process ran out of memory.',
    evidence: [...(oomKilled ? ['State.OOMKilled = true'] : []), ...(found ? [found.line] : [])],
    remedy:
      'Raise the memory limit (`run.memory`, `deploy.resources.limits.memory`), or tell the runtime to use less (`--max-old-space-size`).',
  };
};

const ABSENT =
  /\b(?:required|missing|must (?:be|not be|have)|not (?:set|defined|provided|configured)|undefined|unset|is empty|too short|(?:please |must |need to )set|KeyError)\b/i;
const NAME = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\b[A-Z][A-Z0-9]{4,}\b/g;
/** Levels of logs, error codes and other words in capitals that are no variables. */
const NO_VARIABLE =
  /^(?:ERROR|FATAL|CRITICAL|WARNING|NOTICE|DEBUG|TRACE|PANIC|ALERT|EMERGENCY|ERR_\w+|E[A-Z]{4,}|HTTPS?|DEP\d+|UNABLE_\w+|SELF_\w+|CERT\w*|SIG[A-Z]+)$/;

export const variableMissing: Rule = ({ lines }) => {
  const named = absentVariable(lines) ?? pydantic(lines);
  if (!named) return null;
  return {
    kind: 'variable-missing',
    cause: `The variable \`${named.name}\` is missing or not accepted.`,
    evidence: [named.line],
    remedy: `Give \`${named.name}\` a value: under \`run.env\` (or \`stacks.….env\`) of tickproof.yaml, \`{ generate: hex32 }\` makes a fresh secret.`,
  };
};

function absentVariable(lines: readonly string[]): { readonly line: string; readonly name: string } | null {
  for (const line of lines.toReversed()) {
    const name = ABSENT.test(line) ? line.match(NAME)?.find((word) => !NO_VARIABLE.test(word)) : undefined;
    if (name !== undefined) return { line, name };
  }
  return null;
}

function pydantic(lines: readonly string[]): { readonly line: string; readonly name: string } | null {
  const at = lines.findIndex(
    (line, index) => /Field required/.test(line) && /^\w+$/.test(lines[index - 1]?.trim() ?? ''),
  );
  const name = at < 1 ? undefined : lines[at - 1]?.trim();
  return name === undefined ? null : { line: `${name}: ${lines[at]?.trim()}`, name: name.toUpperCase() };
}
