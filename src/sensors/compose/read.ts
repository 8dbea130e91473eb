import type { ComposeFacts, Files, Place } from '../../domain/index.ts';
import { type LoadedProject, loadProject, type ProjectFiles, readComposeText } from '../../formats/compose/index.ts';
import { readModel } from './load.ts';
import { lineTextAt, unsetIn, variableAt } from './problems.ts';
import { reachedFrom } from './reached.ts';
import type { ComposeSource } from './source.ts';
import { standInFor } from './stand-in.ts';

/** The facts of a project's bytes alone, by our own loader: no client is asked, and what it refuses is in `problems`. */
export function readCompose(files: Files, source: ComposeSource): ComposeFacts {
  const texts = source.files.map((file) =>
    readComposeText(file, source.texts?.[file] ?? files.readText(files.resolve(source.folder, file)) ?? ''),
  );
  const comments = texts.flatMap((text) => text.comments);
  const reached = reachedFrom(files, source, texts);
  const loaded = withStandIns(files, source);
  const unset = unsetIn(loaded.warnings.map((it) => `level=warning ${it}`).join('\n')).map((name) => {
    const at = variableAt(name, reached.texts);
    return { name, at, text: lineTextAt(at, reached.texts) };
  });
  if (loaded.status === 'loaded')
    return {
      files: source.files,
      comments,
      problems: [],
      unset,
      model: readModel(JSON.stringify(loaded.model), reached, new Map()),
    };
  const { at, message } = problemIn(loaded, source);
  return {
    files: source.files,
    comments,
    problems: [
      {
        kind: /required variable/.test(message) ? 'unset-variable' : 'invalid',
        message,
        at,
        text: lineTextAt(at, reached.texts),
      },
    ],
    unset,
    model: null,
  };
}

const REQUIRED = /required variable (\S+) is missing a value/;
const MOST_REQUIRED = 200;

/** The file itself says of a required variable that it is set elsewhere: one stands in for it, so that the rest can be seen. */
function withStandIns(files: Files, source: ComposeSource): LoadedProject {
  const environment: Record<string, string> = { HOME: '/' };
  for (let round = 0; ; round += 1) {
    const loaded = loadProject({
      files: projectFiles(files, source),
      workingDir: source.folder,
      environment,
      composeFiles: source.files.map((file) => files.resolve(source.folder, file)),
      projectDirectory: source.folder,
      profiles: source.profiles.length > 0 ? source.profiles : ['*'],
    });
    const name = loaded.status === 'refused' ? REQUIRED.exec(loaded.error.message)?.[1] : undefined;
    if (name === undefined || Object.hasOwn(environment, name) || round >= MOST_REQUIRED) return loaded;
    environment[name] = standInFor(name, { generate: 'hex32' });
  }
}

function problemIn({ error }: Extract<LoadedProject, { status: 'refused' }>, { folder, files }: ComposeSource) {
  const at: Place = error.at ?? { file: files[0] ?? 'compose.yaml', startLine: 1, endLine: 1 };
  const file = at.file.startsWith(`${folder}/`) ? at.file.slice(folder.length + 1) : at.file;
  return { at: { ...at, file }, message: error.message };
}

function projectFiles(files: Files, { folder, texts = {} }: ComposeSource): ProjectFiles {
  const given = new Map(Object.entries(texts).map(([name, text]) => [files.resolve(folder, name), text]));
  return {
    read: (path) => given.get(path) ?? files.readText(path),
    stat: (path) => {
      const type = given.has(path) ? 'file' : files.stat(path)?.type;
      return type === 'directory' ? 'directory' : type === undefined ? null : 'file';
    },
  };
}
