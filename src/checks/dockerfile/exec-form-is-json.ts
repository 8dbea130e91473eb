import { editOf, fixOf } from './layout.ts';
import { defineRule, type Instruction, ofKind, type ParsedDockerfile, sighting } from './rule.ts';

/** Every command in the order of the file, HEALTHCHECK's for itself, triggers of ONBUILD too. */
function commands(source: ParsedDockerfile): readonly Instruction[] {
  return ofKind(source, 'RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK').flatMap((it) =>
    it.keyword === 'HEALTHCHECK' ? (it.inner ?? []) : [it],
  );
}

/** Whether a command line was meant as an array: it is bracketed and begins with a quote, and is no `[ … ]` of the shell. */
function isMeantAsArray({ form, rest, heredocs }: Instruction): boolean {
  if (form !== 'shell' || heredocs.length > 0 || !/^\[\s*["'“”‘’]/.test(rest) || !rest.endsWith(']')) return false;
  const isTest = /^\[\s/.test(rest) && /\s\]$/.test(rest) && !/["'“”‘’]\s*,/.test(rest);
  return !isTest;
}

/** The array in JSON, where nothing but quotes and a last comma is wrong. */
function asJson(rest: string): string | null {
  const text = rest.replace(/[“”]/g, '"').replace(/[‘’]/g, "'");
  const quoted = text.includes('"') ? text : text.includes('\\') ? '' : text.replace(/'/g, '"');
  const whole = quoted.replace(/,\s*\]$/, ']');
  try {
    const read: unknown = JSON.parse(whole);
    return Array.isArray(read) && read.every((it) => typeof it === 'string') ? whole : null;
  } catch {
    return null; // more is wrong than can be mended without guessing
  }
}

/** What it is that JSON does not know; in the order in which it stops reading. */
function causeOf(rest: string): string | null {
  if (/[“”‘’]/.test(rest)) return 'typographic quotes';
  if (/[[,]\s*'/.test(rest)) return 'single quotes';
  return /,\s*\]$/.test(rest) ? 'a comma behind the last word' : null;
}

export default defineRule({
  id: 'dockerfile/exec-form-is-json',
  title: 'A command in brackets is a JSON array',
  why: 'With single or typographic quotes, or a comma too many, the builder takes the line for a shell command: the container then looks for a program named `[`.',
  remedy: 'Use straight double quotes, and no comma behind the last word.',
  references: ['https://docs.docker.com/reference/dockerfile/#exec-form'],
  aliases: [],
  severity: 'error',
  supersedes: ['dockerfile/exec-form', 'dockerfile/start-command-is-json'],
  reason: 'broken-exec-form',
  good: 'FROM node:22\nCMD ["node", "server.js"]\n',
  bad: "CMD ['planted', 'b']",
  looksAt: commands,
  find: (source) =>
    commands(source)
      .filter(isMeantAsArray)
      .map((it) => {
        const by = asJson(it.rest);
        const edits = by === null ? [] : editOf(source, it.argsAt[0], it.rest, by);
        const cause = causeOf(it.rest);
        const because = cause === null ? '' : ` because of ${cause}`;
        return {
          ...sighting(it, `\`${it.rest}\` is no JSON${because}, and is run by a shell`),
          ...fixOf('Make it JSON', edits),
        };
      }),
});
