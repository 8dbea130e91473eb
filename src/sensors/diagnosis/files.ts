import { findLine } from './find-line.ts';
import type { Rule } from './symptoms.ts';

/** Every path that a log says could not be written because the file system is read-only. */
export function readOnlyPaths(lines: readonly string[]): readonly string[] {
  const paths = lines.flatMap((line) => (IS_READ_ONLY.test(line) ? pathIn(line) : []));
  return [...new Set(paths)];
}

const IS_READ_ONLY = /EROFS|read-only file system/i;

function pathIn(line: string): readonly string[] {
  const quoted = /['"`‘](\/[^'"`’]*)['"`’]/.exec(line)?.[1];
  const bare = /(?:^|[\s(])(\/[^\s:'"`,)]+)/.exec(line.replace(/^\S*sh: /, ' '))?.[1];
  const path = quoted ?? bare;
  return path === undefined ? [] : [path];
}

export const readOnlyRoot: Rule = ({ lines, error }) => {
  const found = findLine(error ? [...lines, error] : lines, IS_READ_ONLY);
  if (!found) return null;
  const [path] = pathIn(found.line);
  return {
    kind: 'read-only',
    cause: `It tried to write ${path ? `\`${path}\`` : 'a file'} on a read-only file system.`,
    evidence: [found.line],
    remedy: `Mount a volume or tmpfs ${path ? `at \`${folderOf(path)}\`` : 'there'} (in tickproof.yaml: \`run.writable\`), or write elsewhere.`,
  };
};

export const permissionDenied: Rule = ({ lines, error }) => {
  const said = error ? [...lines, error] : lines;
  const listen = findLine(said, /listen EACCES[^\n]*?:(\d+)/, /(?:bind|listen)[^\n]*:(\d+)[^\n]*permission denied/i);
  if (listen) {
    return {
      kind: 'permission-denied',
      cause: `Port ${listen.name} is privileged, and this user may not listen there.`,
      evidence: [listen.line],
      remedy: 'Listen on a port from 1024 up and map it outside.',
    };
  }
  const found = findLine(
    said,
    /EACCES|EPERM|permission denied|Operation not permitted|unable to open database file|attempt to write a readonly database/i,
  );
  if (!found) return null;
  const [path] = pathIn(found.line);
  return {
    kind: 'permission-denied',
    cause: `The container's user may not use ${path ? `\`${path}\`` : 'a file or folder that it needs'}.`,
    evidence: [found.line],
    remedy: path
      ? `Make \`${folderOf(path)}\` belong to the image's user in the Dockerfile (\`COPY --chown\`, \`RUN install -d -o\`); for a bind mount run \`sudo chown -R <uid>:<gid>\` on the host's folder.`
      : "Let the path that it needs belong to the image's user (`COPY --chown`, `chown` on a bind mount's folder).",
  };
};

/** Compose looks on this machine before anything starts: nothing is to be copied into an image. */
const FOR_COMPOSE = /env file (\S+) not found|bind source path does not exist: (\S+)/i;

function composeFileMissing(lines: readonly string[]): ReturnType<Rule> {
  for (const line of lines) {
    const [, envFile, source] = FOR_COMPOSE.exec(line) ?? [];
    const path = envFile ?? source;
    if (path === undefined) continue;
    return {
      kind: 'file-missing',
      cause: `Compose needs \`${path}\` on this machine, and it is not there.`,
      evidence: [line],
      remedy: envFile
        ? 'Keep the file in the project, or write `env_file: [{ path: …, required: false }]` where it may be missing.'
        : 'Keep what is mounted in the project, or mount a named volume instead.',
    };
  }
  return null;
}

export const fileMissing: Rule = ({ lines }) => {
  const forCompose = composeFileMissing(lines);
  if (forCompose) return forCompose;
  const found = findLine(
    lines,
    /ENOENT/,
    /FileNotFoundError/,
    /No such file or directory/i,
    /can't open file/,
    /cannot open shared object file/,
  );
  if (!found) return null;
  const [path] = pathIn(found.line);
  return {
    kind: 'file-missing',
    cause: `It needs ${path ? `\`${path}\`` : 'a file'}, which is not there.`,
    evidence: [found.line],
    remedy: path
      ? `COPY \`${path}\` into the final stage, or mount it.`
      : 'COPY the file that it names into the final stage, or mount it.',
  };
};

function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at <= 0 ? path : path.slice(0, at);
}
