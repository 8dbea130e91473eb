import { isArchive, own, unquoted } from './instructions.ts';
import { editOf, fixOf, keywordAsWritten, keywordAt } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

const REMOTE = /^(?:https?|git|ssh):\/\/|^git@/i;
const FLAGS_OF_BOTH = new Set(['chown', 'chmod', 'link', 'exclude']);

// DL3020; `dockerfile/no-add-remote` judges what ADD fetches.
export default defineRule({
  id: 'dockerfile/copy-for-files',
  title: 'Files and folders of the context are brought by COPY, not ADD',
  why: 'ADD also fetches and unpacks: a file that happens to be an archive arrives as something else than it is.',
  remedy: 'Write `COPY` instead of `ADD`.',
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  aliases: ['DL3020'],
  severity: 'error',
  reason: 'add-of-files',
  good: 'FROM debian:bookworm-slim\nADD rootfs.tar.gz /\nCOPY app.conf /etc/\n',
  bad: 'ADD planted /planted',
  looksAt: (source) => own(source, 'ADD', 'COPY'),
  find: (source) => own(source, 'ADD').flatMap((add) => plainAdd(source, add)),
});

function plainAdd(source: ParsedDockerfile, add: Instruction): readonly Sighting[] {
  const sources = add.args.slice(0, -1).map(unquoted);
  const plain = sources.find((path) => !isArchive(path) && !REMOTE.test(path));
  if (plain === undefined) return [];
  const isSafe = sources.every(isSame) && add.flags.every(({ name }) => FLAGS_OF_BOTH.has(name));
  const was = keywordAsWritten(add);
  const by = was === was.toLowerCase() ? 'copy' : 'COPY';
  const fix = isSafe ? fixOf('Use COPY', editOf(source, keywordAt(add), was, by)) : {};
  return [{ ...sighting(add, `\`${plain}\` is neither an archive nor fetched`), ...fix }];
}

/** Whether COPY would bring the same: no archive, nothing fetched, and no pattern or variable that may mean one. */
function isSame(path: string): boolean {
  return !isArchive(path) && !REMOTE.test(path) && !/[$*?[]/.test(path);
}
