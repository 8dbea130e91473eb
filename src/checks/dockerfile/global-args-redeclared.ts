import { assignmentsOf } from '../../formats/index.ts';
import { fixOf, inStages, lineBelow } from './layout.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { eachInScope, type StageScope } from './stage-scope.ts';

/** Variables that a RUN's script reads and does not set itself. */
function readBy({ keyword, form, rest, heredocs }: StageScope['instruction']): ReadonlySet<string> {
  if (keyword !== 'RUN' || form !== 'shell') return new Set();
  const text = [rest, ...heredocs.map(({ content }) => content)].join('\n');
  const names = [...text.matchAll(/\$\{?([A-Za-z_]\w*)(:?[-=+])?/g)].flatMap(([, name = '', operator]) =>
    operator === undefined ? [name] : [],
  );
  const own = new Set(
    [...text.matchAll(/\b([A-Za-z_]\w*)(?:=|\s+in\s)|\bread\s+(?:-\w+\s+)*([A-Za-z_]\w*)/g)].map(
      (it) => it[1] ?? it[2],
    ),
  );
  return new Set(names.filter((name) => !own.has(name)));
}

function find(source: ParsedDockerfile): readonly Sighting[] {
  const globals = new Set(source.globals.flatMap(assignmentsOf).map(({ name }) => name));
  const found: Sighting[] = [];
  if (globals.size === 0) return found;
  eachInScope(source, ({ instruction, words, variables, declared }) => {
    const used = new Set([...words.flatMap(({ unmatched }) => [...unmatched]), ...readBy(instruction)]);
    for (const name of used) {
      if (!globals.has(name) || declared.has(name) || variables.has(name)) continue;
      const from = source.stages.find(({ body }) => body.includes(instruction))?.from;
      const edits = from ? lineBelow(source, from, `ARG ${name}`) : [];
      const message = `\`${name}\` is declared above the first FROM only, and empty here`;
      found.push({ ...sighting(instruction, message), ...fixOf('Declare it in the stage', edits) });
    }
  });
  return found;
}

export default defineRule({
  id: 'dockerfile/global-args-redeclared',
  title: 'An ARG from above the first FROM is declared again in the stage that uses it',
  why: 'Such an ARG holds for FROM lines only: in a stage, RUN included, the variable is empty, and nothing says so.',
  remedy: 'Put `ARG NAME` below the FROM; it takes the value from above.',
  references: ['https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact'],
  aliases: [],
  severity: 'warning',
  reason: 'global-arg-in-stage',
  good: 'ARG VERSION=22\nFROM node:${VERSION}\nARG VERSION\nRUN echo $VERSION\n',
  bad: (sources) => {
    const text = sources.dockerfile;
    if (text === null || !/^from\s/im.test(text)) return null;
    const first = text.search(/^from\s/im);
    const planted = `ARG TICKPROOF_PLANTED=1\nFROM scratch\nRUN echo $TICKPROOF_PLANTED\n`;
    return { ...sources, dockerfile: `${text.slice(0, first)}${planted}${text.slice(first)}` };
  },
  looksAt: (source) => inStages(source, 'RUN', 'ENV', 'COPY', 'ADD', 'WORKDIR', 'LABEL', 'USER', 'EXPOSE', 'ARG'),
  find,
});
