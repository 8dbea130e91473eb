import type { Instruction, Stage } from '../../domain/index.ts';
import { officialImage, variablesOf } from './base-environment.ts';
import { isArchive } from './instructions.ts';
import { inStages } from './layout.ts';
import { isPlainPath, under } from './paths.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { commandsOf } from './shared.ts';
import { throughStages } from './through.ts';

/** Accounts of any distribution: one that only the other one has is no matter for this rule. */
const OF_SYSTEMS = new Set(
  (
    '_apt adm at backup bin cron cyrus daemon dbus ftp games gnats guest halt irc list lp mail man messagebus news nobody ' +
    'nonroot ntp operator polkitd postmaster proxy root sgx shutdown smmsp squid sshd sync sys systemd-coredump ' +
    'systemd-network systemd-oom systemd-resolve systemd-timesync tss ubuntu uucp vpopmail www-data xfs'
  ).split(' '),
);
/** Commands that make no account; one that is not here may. */
const HARMLESS = new Set(
  (
    'true : echo printf set export cd mkdir rmdir rm cp mv ln touch chmod chown chgrp cat test [ [[ curl wget tar unzip gzip ' +
    'sed grep awk cut tr head tail find ls sort tee sleep git npm npx pnpm yarn corepack node pip pip3 python python3 uv ' +
    'poetry go cargo rustup make gem bundle mvn gradle tsc which command env date id useradd adduser groupadd addgroup usermod'
  ).split(' '),
);
const MANAGERS = new Set(['apt-get', 'apt', 'apk', 'dnf', 'yum', 'microdnf']);
/** Packages that bring no account along. */
const PLAIN_PACKAGE =
  /^(?:bash|build-base|build-essential|bzip2|ca-certificates|cmake|coreutils|curl|dumb-init|ffmpeg|file|findutils|g\+\+|gcc|gettext|git|gnupg|gzip|jq|less|lib[\w.+-]*|locales|make|musl-dev|nano|nodejs|npm|openssl|patch|pkg-config|procps|python3?(?:-[\w.+-]+)?|py3-[\w.+-]+|sed|tar|tini|tzdata|unzip|vim|wget|xz-utils|zip|zlib1g-dev)(?:[=~<>].*)?$/;

/** Whether a RUN may make accounts that it does not name. */
function mayMakeAny(run: Instruction): boolean {
  const commands = commandsOf(run);
  if (commands.length === 0 || run.heredocs.length > 0) return true;
  return commands.some(({ name, words }) => {
    if (words[0]?.text.includes('/')) return true;
    if (!MANAGERS.has(name)) return !HARMLESS.has(name);
    const [verb = '', ...packages] = words.slice(1).flatMap(({ text }) => (text.startsWith('-') ? [] : [text]));
    return (verb === 'install' || verb === 'add') && !packages.every((text) => PLAIN_PACKAGE.test(text));
  });
}

function mayBringAccounts(it: Instruction): boolean {
  if (it.keyword === 'RUN') return mayMakeAny(it);
  if (it.keyword !== 'COPY' && it.keyword !== 'ADD') return false;
  const target = it.args.at(-1) ?? '';
  return !isPlainPath(target) || /^\/(?:etc(?:\/passwd)?)?$/.test(under('/', target)) || it.args.some(isArchive);
}

interface State {
  readonly isKnown: boolean;
  /** Begun with nothing: there is no account at all. */
  readonly isEmpty: boolean;
  /** Everything that RUNs say so far. */
  readonly said: string;
}

const MOST_SAID = 50_000;

function startOf({ base }: Stage): State {
  return {
    isKnown: variablesOf(base) !== null,
    isEmpty: base.kind === 'scratch',
    said: officialImage(base)?.name ?? '',
  };
}

function nameOf({ args }: Instruction, isEmpty: boolean): string | null {
  const [name = ''] = (args[0] ?? '').split(':', 1);
  const mayBeThere = isEmpty ? name === 'root' : OF_SYSTEMS.has(name);
  return /^[a-z_][\w-]*$/i.test(name) && !mayBeThere ? name : null;
}

function find({ stages }: ParsedDockerfile): readonly Sighting[] {
  const found: Sighting[] = [];
  throughStages(stages, startOf, (before, { body }) => {
    const { isEmpty } = before;
    let { isKnown, said } = before;
    for (const it of body) {
      if (it.keyword === 'RUN') said = `${said}\n${it.rest}`;
      isKnown &&= said.length < MOST_SAID && !mayBringAccounts(it);
      const name = it.keyword === 'USER' && isKnown ? nameOf(it, isEmpty) : null;
      if (name !== null && !said.includes(name))
        found.push(sighting(it, `Nothing makes a user \`${name}\`, and the base has none of that name`));
    }
    return { isKnown, isEmpty, said };
  });
  return found;
}

export default defineRule({
  id: 'dockerfile/user-exists',
  title: 'The user of USER is one that the base has or a step makes',
  why: 'A name that is not in `/etc/passwd` stops every RUN below it, and the container: “unable to find user”.',
  remedy: 'Make it (`RUN useradd --uid 10001 app`), or name it by its number, which needs no entry.',
  references: ['https://docs.docker.com/reference/dockerfile/#user'],
  aliases: [],
  severity: 'error',
  reason: 'user-unknown',
  good: 'FROM debian:bookworm-slim\nRUN useradd --uid 10001 app\nUSER app\n',
  bad: 'FROM scratch\nUSER tickproof-planted',
  looksAt: (source) => inStages(source, 'USER'),
  find,
});
