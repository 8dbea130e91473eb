import { isArchive, own, type Section, sectionsOf, unquoted } from './instructions.ts';
import { defineRule, type Instruction, type Sighting, sighting } from './rule.ts';
import { type Command, commandsOf, flagValue } from './shared.ts';

const UNPACKERS = /^(?:unzip|gunzip|bunzip2|unlzma|unxz|zgz|uncompress|zcat|gzcat)$/;

// DL3010 looks at the last stage only; a copy that is unpacked in a stage before is as large.
export default defineRule({
  id: 'dockerfile/archives-by-add',
  title: 'Local archives are unpacked by ADD',
  why: 'An archive that is copied and then unpacked stays in the layer of the COPY, and is shipped although nobody needs it.',
  remedy: 'Write `ADD archive.tar.gz /target/`, which unpacks it, and drop the step that did.',
  references: ['https://docs.docker.com/reference/dockerfile/#adding-local-tar-archives'],
  aliases: ['DL3010'],
  severity: 'info',
  reason: 'archive-copied',
  good: 'FROM debian:bookworm-slim\nADD app.tar.gz /app/\nCOPY app.conf /etc/\n',
  bad: 'COPY planted.tar /planted/\nRUN tar -xf /planted/planted.tar',
  looksAt: (source) => own(source, 'ADD', 'COPY'),
  find: (source) => sectionsOf(source).flatMap(unpackedCopies),
});

/** Read from the end, so that each step is read once. */
function unpackedCopies({ body }: Section): readonly Sighting[] {
  const unpacked = new Set<string>();
  return body
    .toReversed()
    .flatMap((it) => {
      if (it.keyword === 'RUN') for (const name of commandsOf(it).flatMap(unpackedBy)) unpacked.add(name);
      const isLocal = it.keyword === 'COPY' && flagValue(it, 'from') === null;
      const name = isLocal ? archivesOf(it).find((archive) => unpacked.has(archive)) : undefined;
      return name === undefined ? [] : [sighting(it, `\`${name}\` is copied and unpacked later`)];
    })
    .toReversed();
}

/** The names that the archives have in the image. */
function archivesOf({ args }: Instruction): readonly string[] {
  const names = args.map((word) => lastPart(unquoted(word)));
  const target = names.at(-1) ?? '';
  return isArchive(target) ? [target] : names.slice(0, -1).filter(isArchive);
}

function unpackedBy({ name, words }: Command): readonly string[] {
  const [first, ...rest] = words.slice(1).map(({ text }) => text);
  const isUnpacker =
    UNPACKERS.test(name) ||
    (name === 'tar' &&
      (/^[a-zA-Z]*x[a-zA-Z]*$/.test(first ?? '') ||
        [first ?? '', ...rest].some((word) => word === '--extract' || word === '--get' || /^-\w*x/.test(word))));
  return isUnpacker ? words.slice(1).map(({ text }) => lastPart(unquoted(text))) : [];
}

function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
