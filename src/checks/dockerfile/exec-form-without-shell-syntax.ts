import type { Stage } from '../../domain/index.ts';
import { editOf, fixOf, inStages } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

const OPERATORS = new Set(['&&', '||', '|', ';', '&', '>', '>>', '<', '2>&1']);
const READS_SHELL =
  /(?:^|\/)(?:(?:ba|da|z|k|a)?sh|busybox|env|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh|tini|dumb-init|xargs|su|gosu|su-exec)$/i;

/** What only a shell would understand in an array; null where there is nothing, or a shell reads it. */
function oddity({ form, args }: Instruction): string | null {
  const [program = '', ...rest] = args;
  if (form !== 'exec' || program === '' || READS_SHELL.test(program)) return null;
  if (args.length === 1 && /^[\w./-]+\s+\S/.test(program))
    return `\`${program}\` is one word, the name of a program with a blank in it`;
  const operator = rest.find((word) => OPERATORS.has(word));
  if (operator !== undefined) return `\`${operator}\` is handed to \`${program}\` as an argument: no shell reads it`;
  const variable = args.find((word) => /^\$(?:\{\w+\}|\w+)$/.test(word));
  return variable === undefined ? null : `\`${variable}\` stays as it is: no shell fills it in`;
}

/** CMD is left out where an ENTRYPOINT takes it as arguments. */
function commands({ body }: Stage): readonly Instruction[] {
  const hasEntrypoint = body.some(({ keyword }) => keyword === 'ENTRYPOINT');
  return body.filter(({ keyword }) => ['RUN', 'ENTRYPOINT'].includes(keyword) || (keyword === 'CMD' && !hasEntrypoint));
}

/** One word that holds plain words, which cannot be the name of a program. */
function parted(source: ParsedDockerfile, { args, argsAt }: Instruction): Pick<Sighting, 'fix'> {
  const [line = ''] = args;
  if (args.length !== 1 || !/^[\w./-]+(?: +[\w./:=@%+,-]+)+$/.test(line)) return {};
  const by = line.split(/ +/).map((word) => JSON.stringify(word));
  return fixOf('Part the words', editOf(source, argsAt[0], JSON.stringify(line), by.join(', ')));
}

function find(source: ParsedDockerfile): readonly Sighting[] {
  return source.stages.flatMap((stage) =>
    commands(stage).flatMap((it) => {
      const message = oddity(it);
      return message === null ? [] : [{ ...sighting(it, message), ...parted(source, it) }];
    }),
  );
}

export default defineRule({
  id: 'dockerfile/exec-form-without-shell-syntax',
  title: 'A command in exec form holds nothing that only a shell understands',
  why: 'The exec form starts the program as it stands: `&&`, `|` and `$VARIABLE` reach it as plain words, and `["a b"]` names a program that is not there.',
  remedy: 'Split the words, or name the shell: `["sh", "-c", "a && exec b"]`.',
  references: ['https://docs.docker.com/reference/dockerfile/#shell-and-exec-form'],
  aliases: [],
  severity: 'error',
  reason: 'shell-syntax-in-exec-form',
  good: 'FROM node:22\nCMD ["sh", "-c", "exec node $FILE"]\n',
  bad: 'FROM scratch\nCMD ["planted", "&&", "b"]',
  looksAt: (source) => inStages(source, 'RUN', 'CMD', 'ENTRYPOINT').filter(({ form }) => form === 'exec'),
  find,
});
