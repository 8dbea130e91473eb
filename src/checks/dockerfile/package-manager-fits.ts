import { type Family, familyOf } from './families.ts';
import { inStages } from './layout.ts';
import { type Command, commandsOf } from './shared.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting } from './rule.ts';
import { throughStages } from './through.ts';

const MANAGERS: Readonly<Record<Family, ReadonlySet<string>>> = {
  alpine: new Set(['apk']),
  debian: new Set(['apt-get', 'apt', 'aptitude', 'dpkg']),
  'red-hat': new Set(['yum', 'dnf', 'microdnf', 'rpm']),
};
const NAMES: Readonly<Record<Family, string>> = { alpine: 'Alpine', debian: 'Debian or Ubuntu', 'red-hat': 'Red Hat' };
const ASKS = /\bcommand\s+-v\b|\bwhich\b|\btype\b|\bhash\b|\bif\b|\bcase\b|os-release|\|\|/;

/** The first command of another distribution's package manager, unless the step asks what there is. */
function strangerIn(run: Instruction, family: Family): Command | undefined {
  if (ASKS.test(run.rest) || run.heredocs.some(({ content }) => ASKS.test(content))) return undefined;
  const commands = commandsOf(run);
  const others = Object.entries(MANAGERS).flatMap(([name, names]) => (name === family ? [] : [...names]));
  if (commands.some(({ name }) => MANAGERS[family].has(name))) return undefined;
  return commands.find(({ name, words }) => others.includes(name) && words[0]?.literal && words[0].text === name);
}

function find({ stages }: ParsedDockerfile): readonly Sighting[] {
  const found: Sighting[] = [];
  throughStages<Family | null>(
    stages,
    ({ base }) => familyOf(base),
    (before, { body }) => {
      let family = before;
      for (const it of body) {
        if (
          (it.keyword === 'COPY' || it.keyword === 'ADD') &&
          /^\/(?:usr\/|local\/|s?bin)*\/?$/.test(it.args.at(-1) ?? '')
        )
          family = null; // it may bring another one
        const stranger = it.keyword === 'RUN' && family !== null ? strangerIn(it, family) : undefined;
        if (!stranger || family === null) continue;
        const message = `\`${stranger.name}\` is not there: the base is made on ${NAMES[family]}`;
        found.push({ at: stranger.at, text: stranger.text, message });
        family = null; // somebody knows better, or is told once
      }
      return family;
    },
  );
  return found;
}

export default defineRule({
  id: 'dockerfile/package-manager-fits',
  title: 'Packages are installed with the package manager that the base has',
  why: 'There is no `apk` on Debian and no `apt-get` on Alpine: the build fails with “not found”.',
  remedy: 'Use the manager of the distribution that the base is made on, or change the base.',
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  aliases: [],
  severity: 'error',
  reason: 'other-package-manager',
  good: 'FROM alpine:3.22\nRUN apk add --no-cache curl\n',
  bad: 'FROM alpine:3.22\nRUN apt-get update',
  looksAt: (source) => inStages(source, 'RUN'),
  find,
});
