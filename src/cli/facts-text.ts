import type { Facts, Flag, Heredoc, Instruction, Kind } from '../domain/index.ts';
import { heredocText, humanize, maskDockerfileLines, maskSecrets, plural } from '../formats/index.ts';
import { visible } from '../reports/index.ts';
import { packagesLines } from './packages-text.ts';

/** Facts as people read them: the figures first, then what is largest or odd, and no secret. All of it is in `--json`. */
export function factsText(kind: Kind, stack: string | null, facts: Partial<Facts[Kind]>): string {
  const lines = linesOf(kind, facts);
  return visible(maskSecrets(`${[...(stack === null ? [] : [`stack ${stack}`]), ...lines].join('\n')}\n`));
}

function linesOf(kind: Kind, facts: Partial<Facts[Kind]>): string[] {
  switch (kind) {
    case 'dockerfile':
      return dockerfileLines(facts as Facts['dockerfile']); // `inspect` gathers every atom of the kind
    case 'context':
      return contextLines(facts as Facts['context']); // likewise
    case 'compose':
      return composeLines(facts as Facts['compose']); // likewise
    case 'image':
      return imageLines(facts as Facts['image']); // likewise
    case 'packages':
      return packagesLines(facts as Partial<Facts['packages']>); // likewise, but for its weight
    default:
      return [JSON.stringify(facts, null, 2)];
  }
}

function dockerfileLines({ file, stages, target, problems, final }: Facts['dockerfile']): string[] {
  const lines = [
    `${file.path}: ${file.present ? `${plural(stages.length, 'stage')}, target ${target?.name ?? target?.index ?? 'none'}` : 'not there'}`,
  ];
  for (const { code, message, at } of problems) lines.push(`  ✘ ${at.startLine}: ${code}: ${message}`);
  for (const stage of stages) {
    const base =
      stage.base.kind === 'image'
        ? stage.base.reference
        : stage.base.kind === 'stage'
          ? `stage ${stage.base.name}`
          : 'scratch';
    const from = ['FROM', ...flagTexts(stage.from.flags), base].join(' ');
    lines.push(`stage ${stage.name ?? stage.index}  ${from}  (line ${stage.at.startLine})`);
    lines.push(...stage.body.flatMap(instructionLines));
  }
  for (const [name, placed] of Object.entries(final))
    if (placed) lines.push(`final ${name}: ${placed.text}  (line ${placed.at.startLine})`);
  return lines;
}

/** An instruction on one line, however long its flags are, and what its here-documents hold below it. */
function instructionLines({ keyword, form, flags, rest, heredocs, at }: Instruction): string[] {
  const words = [keyword, ...(form ? [`[${form}]`] : []), ...flagTexts(flags), short(rest, keyword)];
  return [
    `  ${String(at.startLine).padStart(4)}  ${words.join(' ')}`,
    ...heredocs.flatMap((it) => heredocLines(it, heredocs.length > 1)),
  ];
}

const flagTexts = (flags: readonly Flag[]): string[] =>
  flags.map(({ name, value }) => `--${name}${value === null ? '' : `=${value}`}`);

const MOST_OF_HEREDOC = 20;

function heredocLines(heredoc: Heredoc, isNamed: boolean): string[] {
  const all = maskSecrets(heredocText(heredoc)).replace(/\n$/, '').split('\n');
  const shown = all.slice(0, MOST_OF_HEREDOC).map((line) => cut(line.trimEnd()));
  const more = all.length - shown.length;
  const lines = [
    ...(isNamed ? [`<<${heredoc.name}`] : []),
    ...shown,
    ...(more > 0 ? [`… ${plural(more, 'more line')}`] : []),
  ];
  return lines.map((line) => `        │ ${line}`.trimEnd());
}

function contextLines({ ignore, sizes, total, largest, sources, secrets, files }: Facts['context']): string[] {
  const amount = (it: { files: number; bytes: number }) => `${humanize(it.bytes, 'B')} in ${plural(it.files, 'file')}`;
  return [
    `whole folder   ${amount(total)}`,
    `can be sent    ${amount(sizes.context)}  (${ignore.path ?? 'no ignore file'}: ${plural(ignore.patterns.length, 'pattern')})`,
    `COPY/ADD reach ${amount(sizes.selected)}`,
    ...largest
      .slice(0, 10)
      .map(({ path, bytes, files: count }) => `  ${humanize(bytes, 'B').padStart(10)}  ${path}  (${count})`),
    ...sources.map(
      ({ source, matches, at, ignoredBy, nearest }) =>
        `line ${at.startLine}: ${source} → ${plural(matches, 'file')}${ignoredBy ? `, ignored by \`${ignoredBy.pattern}\`` : ''}${nearest ? `, nearest ${nearest}` : ''}`,
    ),
    ...secrets.map(
      ({ rule, where, masked }) =>
        `  ✘ ${rule} ${where.kind === 'file' ? `${where.path}:${where.line}` : where.name} ${masked}`,
    ),
    ...files
      .filter(({ type }) => type !== 'directory')
      .map(
        ({ path, sizeBytes, selected }) => `${selected ? '  ' : '– '}${humanize(sizeBytes, 'B').padStart(10)}  ${path}`,
      ),
  ];
}

function composeLines({ files, problems, unset, model }: Facts['compose']): string[] {
  const lines = [`${files.join(', ')}: ${model ? `project ${model.name}` : 'does not load'}`];
  for (const { kind, message, at } of problems) lines.push(`  ✘ ${at.file}:${at.startLine}: ${kind}: ${message}`);
  for (const { name, at } of unset) lines.push(`  ✘ ${at.file}:${at.startLine}: ${name} is not set`);
  for (const { name, image, build, ports, networks, profiles, at } of model?.services ?? []) {
    const published = ports.map(
      ({ published: host, target, hostIp }) => `${hostIp ? `${hostIp}:` : ''}${host ?? '?'}→${target}`,
    );
    lines.push(
      `service ${name}  ${image ?? `build ${build?.context ?? '?'}`}  ports ${published.join(' ') || '–'}  networks ${networks.join(' ') || '–'}${profiles.length > 0 ? `  profiles ${profiles.join(' ')}` : ''}  (line ${at.startLine})`,
    );
  }
  return lines;
}

function imageLines({
  identity,
  config,
  sizes,
  layers,
  files,
  secrets,
  sourceMaps,
  waste,
  packages,
}: Facts['image']): string[] {
  const size = (value: number | null) => (value === null ? '–' : humanize(value, 'B'));
  return [
    identity.reference,
    `image id    ${identity.imageId}`,
    `platform    ${[config.os, config.architecture, config.variant].filter(Boolean).join('/')}   created ${config.created ?? '–'}`,
    `user        ${config.user || '(root)'}   workdir ${config.workingDir || '/'}   ports ${config.exposedPorts.join(' ') || '–'}`,
    `command     ${JSON.stringify([...config.entrypoint, ...config.cmd])}`,
    `healthcheck ${config.healthcheck ? JSON.stringify(config.healthcheck.test) : '–'}`,
    `sizes       engine ${size(sizes.engineBytes)} · files ${size(sizes.filesBytes)} · compressed ${size(sizes.compressedBytes)} · unique ${size(sizes.uniqueBytes)} · tar ${size(sizes.tarBytes)}`,
    `waste       shadowed ${size(waste.shadowedBytes)} · duplicate ${size(waste.duplicateBytes)} · efficiency (as dive counts) ${humanize(waste.dive.efficiency, 'ratio')}`,
    `contents    ${plural(files.length, 'path')} · ${plural(packages.length, 'package')} · ${plural(secrets.length, 'secret')} · ${plural(sourceMaps.length, 'source map')}`,
    ...layers.map(
      ({ index, sizeBytes, diffId, createdBy }) =>
        `layer ${String(index).padStart(2)}  ${size(sizeBytes).padStart(9)}  ${diffId.slice(7, 19)}  ${short(createdBy)}`,
    ),
    ...identity.anomalies.map(({ kind, message }) => `  ✘ ${kind}: ${message}`),
    ...secrets.map(
      ({ rule, where, masked }) =>
        `  ✘ ${rule} ${where.kind === 'file' ? `${where.path}:${where.line}` : `${where.kind} ${where.name}`} ${masked}`,
    ),
  ];
}

/** One line of a text, or of what follows a keyword; what is secret is masked while all of it is there to be known by. */
function short(text: string, keyword = ''): string {
  const masked = maskDockerfileLines(`${keyword} ${text.replace(/\s+/g, ' ').trim()}`);
  return cut(masked.slice(keyword.length + 1));
}

const cut = (line: string): string => (line.length > 100 ? `${line.slice(0, 99)}…` : line);
