import { asArray } from './exec-form-of.ts';
import { defineRule, type Instruction, type ParsedDockerfile, sighting } from './rule.ts';

interface Command {
  readonly it: Instruction;
  readonly hasShell: boolean;
  /** The keywords of its stage. */
  readonly beside: ReadonlySet<string>;
}

/** CMD and ENTRYPOINT with whether a SHELL of this file holds there; a stage goes on with its base's. */
function commands(source: ParsedDockerfile): readonly Command[] {
  const ends: boolean[] = [];
  return source.stages.flatMap(({ base, body }) => {
    let hasShell = base.kind === 'stage' && (ends[base.index] ?? false);
    const beside = new Set(body.map(({ keyword }) => keyword));
    const found = body.flatMap((it) => {
      if (it.keyword === 'SHELL') hasShell = true;
      return ['CMD', 'ENTRYPOINT'].includes(it.keyword) ? [{ it, hasShell, beside }] : [];
    });
    ends.push(hasShell);
    return found;
  });
}

// Stands beside DL3025, which also looks at files without a FROM and does not mind which SHELL holds.
export default defineRule({
  id: 'dockerfile/start-command-is-json',
  title: 'CMD and ENTRYPOINT are JSON arrays, unless a SHELL was chosen',
  why: 'The shell form puts a shell in front of the program, which does not pass signals on: a stop ends in a kill.',
  remedy: 'Write `CMD ["node", "server.js"]`; where a shell is meant, name it with `SHELL`.',
  references: [
    'https://docs.docker.com/reference/build-checks/json-args-recommended/',
    'https://docs.docker.com/reference/dockerfile/#shell-and-exec-form',
  ],
  aliases: ['JSONArgsRecommended'],
  severity: 'warning',
  reason: 'command-not-json',
  good: 'FROM node:22\nCMD ["node", "server.js"]\n',
  bad: 'FROM scratch\nCMD node server.js',
  looksAt: (source) => commands(source).map(({ it }) => it),
  find: (source) =>
    commands(source)
      .filter(({ it, hasShell }) => it.form === 'shell' && !hasShell)
      .map(({ it, beside }) => ({ ...sighting(it, `${it.keyword} is in shell form`), ...asArray(source, beside, it) })),
});
