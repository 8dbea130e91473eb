import { type Criteria, type EvidenceRecord, type Files, TickproofError } from '../domain/index.ts';
import { makePorts } from '../engines/index.ts';
import { exitCode } from '../record/index.ts';
import { mustBeFile, readRequests, renderAll } from './publish.ts';
import { lastRecordIfAny, recordFolder, saveRecord } from './records.ts';
import type { FlagValues } from './define-command.ts';
import type { Io } from './io.ts';
import { progressFor } from '../reports/index.ts';
import { selected } from './select.ts';
import { mustBeMeant, subjectOf } from './subject.ts';
import { criteriaOf, mustHaveDockerfile, subjectName, targetFor } from './target.ts';
import { verify } from './verify.ts';
import { version } from './version.ts';

type VerifyFlags = FlagValues<{
  criteria: { kind: 'text'; brief: string };
  only: { kind: 'texts'; brief: string };
  skip: { kind: 'texts'; brief: string };
  engine: { kind: 'choice'; of: readonly ['auto', 'docker', 'podman', 'none']; default: 'auto'; brief: string };
  proof: { kind: 'choice'; of: readonly ['none', 'quick', 'full']; default: 'full'; brief: string };
  report: { kind: 'texts'; brief: string };
  advisories: { kind: 'text'; brief: string };
  json: { kind: 'boolean'; brief: string };
  allowUnproven: { kind: 'boolean'; brief: string };
  noCache: { kind: 'boolean'; brief: string };
  quiet: { kind: 'boolean'; brief: string };
}>;

/** `tickproof verify`: from words to the exit code. Prints progress on stderr and the reports where they are wanted. */
export async function verifyCommandFlow(words: readonly string[], flags: VerifyFlags, io: Io): Promise<number> {
  if (words.length > 1)
    throw new TickproofError('usage', `verify takes one DIR or IMAGE, not ${words.length}`, {
      remedy: 'Run it once for each.',
    });
  const requests = readRequests(flags.report, flags.json, flags.quiet);
  const progress = progressFor({
    ...io,
    quiet: flags.quiet,
    toStderr: requests.some(({ file, format }) => file === null && format !== 'terminal' && format !== 'proof'),
  });
  await using ports = await makePorts({
    engine: flags.engine,
    signal: io.signal,
    onEvent: progress.event,
    env: io.env,
  });
  for (const { file } of requests) if (file !== null) mustBeFile(file, ports.files);
  const [word = '.'] = words;
  const subject = subjectOf(word, ports.files);
  await mustBeMeant(word, subject, ports);
  const whole = criteriaOf(subject, flags.criteria, ports.files);
  if (subject.kind === 'folder' && whole.file === null) mustHaveDockerfile(subject.path, whole, ports.files);
  const criteria = selected(whole, flags.only, flags.skip);
  const leftOut = whole.criteria
    .filter((it) => !criteria.criteria.includes(it))
    .map(({ id, required }) => ({ id, required }));
  const folder = recordFolder(subject, ports.files, io.cwd);
  let record: EvidenceRecord;
  try {
    record = await verify({
      target: targetFor(subject, withAdvisories(criteria, flags.advisories, ports.files), ports.files),
      subject: subjectName(subject),
      criteria,
      ports,
      last: lastRecordIfAny(folder, ports.files, (message) =>
        progress.event({ kind: 'warning', message, remedy: 'It counts as none; this run writes a new one.' }),
      ),
      proof: flags.proof,
      allowUnproven: flags.allowUnproven,
      leftOut,
      noCache: flags.noCache,
      version,
      env: io.env,
    });
  } finally {
    progress.end();
  }
  try {
    saveRecord(folder, record, ports.files);
  } finally {
    // what was seen is told even when it cannot be kept
    renderAll(requests, record, {
      files: ports.files,
      io,
      folder: shownPath(folder, io.cwd),
      deployment: subject.kind === 'folder' ? subject.path : null,
      quiet: flags.quiet,
    });
  }
  return exitCode(record);
}

/** Data that is named on the command line goes before what the criteria name. */
function withAdvisories(criteria: Criteria, named: string | undefined, files: Files): Criteria {
  if (named === undefined) return criteria;
  if (files.stat(named) === null)
    throw new TickproofError('usage', `there is no advisory data at ${named}`, {
      remedy: 'Name a folder or a zip with advisories in OSV format.',
    });
  return { ...criteria, scan: { ...criteria.scan, advisories: files.resolve(named) } };
}

/** A path below the working folder as people would type it. */
function shownPath(path: string, cwd: string): string {
  return path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
}
