import type { Kind, Sources } from '../domain/index.ts';
import type { WrittenEdit, WrittenMutant } from './mutant-schema.ts';
import { outOfReach, type ReadChange } from './own-reach.ts';

/** What an edit of the deployment's own texts can change without a build. */
const STATIC: ReadonlySet<Kind> = new Set(['dockerfile', 'context', 'compose']);

const REACHED = {
  dockerfile: ['dockerfile', 'context'],
  ignore: ['context', 'dockerfile'],
  compose: ['compose'],
} as const satisfies Record<string, readonly Kind[]>;

/** An edit of the Dockerfile, of the ignore file or of the compose files. */
export function editedSources(
  name: keyof typeof REACHED,
  written: WrittenMutant,
  kinds: ReadonlySet<Kind>,
): ReadChange {
  const edit: WrittenEdit = written[name] ?? {};
  if ((edit.append === undefined) === (edit.replace === undefined))
    return { fault: `\`${name}\` is one edit: \`append\` or \`replace\``, remedy: 'Write exactly one of them.' };
  const isStatic = [...kinds].every((kind) => STATIC.has(kind)) && REACHED[name].some((kind) => kinds.has(kind));
  if (isStatic) return { level: 'S', edit: (sources) => withTexts(name, edit, sources) };
  if (name === 'dockerfile' && kinds.has('build'))
    return {
      level: 'B',
      edit: ({ dockerfile }) => {
        const changed = edited(dockerfile, edit);
        return changed === null ? null : { dockerfile: changed };
      },
    };
  if (name === 'dockerfile' && (kinds.has('image') || kinds.has('run')))
    return {
      fault: '`dockerfile` would need another build for what this check reads',
      remedy: 'Say what is otherwise in the image: `remove`, `plant`, `env` or `user`.',
    };
  return outOfReach(name, kinds, REACHED[name].join(' or '));
}

function withTexts(name: keyof typeof REACHED, edit: WrittenEdit, sources: Sources): Sources | null {
  if (name !== 'compose') {
    const text = edited(sources[name], edit);
    return text === null ? null : { ...sources, [name]: text };
  }
  const texts = Object.entries(sources.compose).map(([file, text]) => [file, edited(text, edit)] as const);
  if (texts.every(([, text]) => text === null)) return null;
  return {
    ...sources,
    compose: Object.fromEntries(texts.map(([file, text]) => [file, text ?? sources.compose[file] ?? ''])),
  };
}

/** The text after the edit; null where nothing of the kind stands there. A missing file can only be appended to. */
function edited(text: string | null, { append, replace }: WrittenEdit): string | null {
  if (append !== undefined)
    return `${text ?? ''}${text === null || text.endsWith('\n') ? '' : '\n'}${append.trimEnd()}\n`;
  const [from, to] = replace ?? ['', ''];
  return text?.includes(from) ? text.split(from).join(to) : null;
}
