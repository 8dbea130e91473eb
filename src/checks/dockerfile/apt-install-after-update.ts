import { familyOf } from './families.ts';
import { inStages } from './layout.ts';
import { type Command, commandsOf, mountsOf } from './shared.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting } from './rule.ts';
import { throughStages } from './through.ts';

/** Whether the package lists are there: official images come without them. */
type Lists = 'none' | 'there' | 'unknown';

const APT = new Set(['apt', 'apt-get', 'aptitude']);
/** Commands that fetch no lists; any other one may. */
const PLAIN = new Set(
  (
    'true : echo printf set export cd mkdir rm cp mv ln touch chmod chown cat test [ tar unzip sed grep awk curl wget gpg ' +
    'install tee apt-key apt-mark apt-cache dpkg useradd groupadd adduser addgroup npm yarn pip pip3 ldconfig which command ' +
    'DEBIAN_FRONTEND update-ca-certificates dpkg-reconfigure find ls'
  ).split(' '),
);

function verbOf({ words }: Command): string {
  return words.slice(1).find(({ text }) => !text.startsWith('-'))?.text ?? '';
}

/** Whether an install looks names up in the lists: a package in a file needs none. */
function looksUp({ name, words }: Command): boolean {
  if (!APT.has(name) || words.some(({ text }) => /^--(?:download-only|print-uris|version|help)$/.test(text)))
    return false;
  const operands = words.slice(1).filter(({ text }) => !text.startsWith('-'));
  return (
    operands[0]?.text === 'install' &&
    operands.slice(1).some(({ text, literal }) => literal && /^[a-z0-9]/.test(text) && !text.endsWith('.deb'))
  );
}

function behind(lists: Lists, command: Command): Lists {
  const { name, words } = command;
  if (APT.has(name)) {
    const verb = verbOf(command);
    if (verb === 'dist-clean' || verb === 'distclean') return 'none';
    return verb === 'update' || words.some(({ text }) => text === '--update') ? 'there' : lists;
  }
  const removes = name === 'rm' && words.some(({ text }) => /^\/var\/lib\/apt(?:\/lists)?\/?\*?$/.test(text));
  if (removes) return 'none';
  return PLAIN.has(name) && !words[0]?.text.includes('/') ? lists : 'unknown';
}

function inRun(
  source: ParsedDockerfile,
  run: Instruction,
  before: Lists,
): { readonly found: Sighting[]; readonly lists: Lists } {
  const found: Sighting[] = [];
  const mounted = mountsOf(run).length > 0;
  const commands = commandsOf(run);
  let lists: Lists = mounted || commands.length === 0 || run.heredocs.length > 0 ? 'unknown' : before;
  for (const command of commands) {
    if (lists === 'none' && looksUp(command) && command.depth === 0) {
      const { at, text } = command;
      const start = at.startOffset;
      const isThere = start !== undefined && source.text.startsWith('apt', start) && run.form === 'shell';
      const fix = {
        title: 'Fetch the lists before',
        edits: [{ start: start ?? 0, end: start ?? 0, text: 'apt-get update && ' }],
      };
      found.push({
        at,
        text,
        message: 'The package lists are not there: nothing is found',
        ...(isThere ? { fix } : {}),
      });
      return { found, lists: 'unknown' };
    }
    lists = behind(lists, command);
  }
  return { found, lists };
}

function find(source: ParsedDockerfile): readonly Sighting[] {
  const all: Sighting[] = [];
  throughStages<Lists>(
    source.stages,
    ({ base }) => (familyOf(base) === 'debian' ? 'none' : 'unknown'),
    (before, { body }) => {
      let lists = before;
      for (const it of body) {
        if (it.keyword === 'COPY' || it.keyword === 'ADD') {
          if (/^\/(?:var|etc)?\/?(?:lib)?\/?$|\/apt/.test(it.args.at(-1) ?? '')) lists = 'unknown';
        } else if (it.keyword === 'RUN' && lists !== 'unknown') {
          const { found, lists: after } = inRun(source, it, lists);
          all.push(...found);
          lists = after;
        }
      }
      return lists;
    },
  );
  return all;
}

export default defineRule({
  id: 'dockerfile/apt-install-after-update',
  title: '`apt-get install` comes after an `apt-get update` whose lists are still there',
  why: 'Images of Debian and Ubuntu come without package lists: “Unable to locate package”, and the build fails.',
  remedy: 'Begin the step with `apt-get update &&`.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  aliases: [],
  severity: 'error',
  reason: 'install-without-update',
  good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends git\n',
  bad: 'FROM debian:bookworm-slim\nRUN apt-get install -y planted',
  looksAt: (source) => inStages(source, 'RUN'),
  find,
});
