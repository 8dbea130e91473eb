import { inStages } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting } from './rule.ts';
import { behindSudo, type Command, commandsOf } from './shared.ts';

const CHECKS =
  /^(?:sha\d+sum|md5sum|b2sum|b3sum|shasum|sha\d+|rhash|gpg|gpgv|gpg2|openssl|cosign|minisign|signify|slsa-verifier)$/;
const UNPACKERS = /^(?:tar|bsdtar|unzip|gunzip|zcat|bunzip2|unxz|cpio)$/;
const ELSEWHERE = /^["']?(?:https?|ftp):\/\/(?!localhost\b|127\.|\[::1\])[^/]/i;

const NO_FILE = /^(?:[<>|]*\/dev\/(?:null|stdout|stderr)|[<>]*&.*|<.*)$/;

/** Whether a downloader writes what it gets to a file: what it prints is looked at by nobody, or by the next command. */
function isKept({ name, words, redirections, after }: Command, next: Command | undefined): boolean {
  if (after === '|') return UNPACKERS.test(next ? behindSudo(next).name : '');
  const texts = words.slice(1).map(({ text }) => text);
  const target = texts.find(
    (text, at) => /^(?:-o|--output|-O|--output-document)$/.test(texts[at - 1] ?? '') && text !== '',
  );
  if (NO_FILE.test(target ?? '') || texts.some((text) => /^--(?:spider|head)$|^-[a-zA-Z]*I/.test(text))) return false;
  if (name === 'wget')
    return !texts.some((text, at) => /^-[a-zA-Z]*O-?$/.test(text) && (text.endsWith('-') || texts[at + 1] === '-'));
  const isFile = texts.some((text) => /^(?:-[a-zA-Z]*[oO]|--output(?:=.*)?|--remote-name(?:-all)?)$/.test(text));
  return isFile || redirections.some(({ text }) => !NO_FILE.test(text));
}

/** The downloads of a step, each with its address. */
function downloadsOf(commands: readonly Command[]): readonly { readonly command: Command; readonly url: string }[] {
  return commands.flatMap((command, index) => {
    if (command.name !== 'curl' && command.name !== 'wget') return [];
    const url = command.words.find(({ text }) => ELSEWHERE.test(text))?.text;
    return url !== undefined && isKept(command, commands[index + 1]) ? [{ command, url }] : [];
  });
}

function inBody(body: readonly Instruction[]): readonly Sighting[] {
  let isChecked = false;
  const found: Sighting[] = [];
  for (const run of body.filter(({ keyword }) => keyword === 'RUN').toReversed()) {
    const commands = commandsOf(run);
    isChecked ||= commands.some(({ name }) => CHECKS.test(name));
    const [first] = isChecked ? [] : downloadsOf(commands);
    if (!first) continue;
    const { at, text } = first.command;
    found.push({ at, text, message: `nothing compares \`${first.url}\` with a checksum` });
  }
  return found.toReversed();
}

export default defineRule({
  id: 'dockerfile/downloads-checked',
  title: 'What is downloaded is compared with a checksum or a signature',
  why: 'What a server answers today need not be what it answers at the next build, and a transfer that was changed on the way goes unnoticed.',
  remedy: 'Use `ADD --checksum=sha256:… URL /path`, or end the step with `echo "… file" | sha256sum -c -`.',
  references: ['https://docs.docker.com/reference/dockerfile/#add---checksum'],
  aliases: [],
  severity: 'info',
  profile: 'strict',
  reason: 'download-unchecked',
  good: 'FROM debian:bookworm-slim\nRUN curl -fsSLO https://example.org/a.tar.gz && sha256sum -c a.sum\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN curl -fsSLO https://example.org/planted.tar.gz',
  looksAt: (source) => inStages(source, 'RUN'),
  find: ({ stages }: ParsedDockerfile) => stages.flatMap(({ body }) => inBody(body)),
});
