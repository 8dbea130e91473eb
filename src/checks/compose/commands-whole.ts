import { cutInCommand } from './shared.ts';
import { type ComposeEntry, type ComposeWritten, defineRule, inServices, sighting } from './rule.ts';

const KEYS = ['command', 'entrypoint'];

export default defineRule({
  id: 'compose/commands-whole',
  title: 'No command is cut short at an operator of the shell',
  why: 'Compose splits a command into words without a shell: what follows an unquoted `|`, `;`, `&`, `<` or `>` is dropped without a word.',
  remedy: 'Write the shell out: `command: ["sh", "-c", "a | b"]`.',
  references: ['https://docs.docker.com/reference/compose-file/services/#command'],
  severity: 'error',
  reason: 'cut-short',
  good: 'services:\n  web:\n    image: web:1.0\n    command: sh -c "migrate && serve"\n',
  bad: { section: 'services', keys: 'image: "web:1.0", command: "migrate && serve"' },
  looksAt: (written) => commandsIn(written).map(({ keySpan }) => keySpan),
  find: (written) =>
    commandsIn(written).flatMap(({ key, keySpan, value }) => {
      const line = value?.kind === 'scalar' ? value.value : '';
      const cut = cutInCommand(line);
      if (cut === null) return [];
      const kept = line.slice(0, cut).trim();
      return [sighting(written, keySpan, `${key} ends at \`${line[cut]}\`: only \`${kept}\` is run`)];
    }),
});

/** Commands that are written as one text. */
function commandsIn(written: ComposeWritten): readonly ComposeEntry[] {
  return KEYS.flatMap((key) => inServices(written, key).map(({ entry }) => entry)).filter(
    ({ value }) => value?.kind === 'scalar',
  );
}
