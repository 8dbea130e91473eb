import { expand, globalEnvironment } from '../../formats/index.ts';
import { fixOf } from './layout.ts';
import { defineRule, ofKind, type ParsedDockerfile, type Sighting, sighting, type TextEdit } from './rule.ts';

const NAME = 'TARGETPLATFORM';

function find(source: ParsedDockerfile): readonly Sighting[] {
  const environment = globalEnvironment(source.globals, source.escape, {});
  return ofKind(source, 'FROM').flatMap((from) => {
    const flag = from.flags.find(({ name }) => name === 'platform');
    if (!flag?.value) return [];
    const { matched, unmatched, value } = expand(flag.value, environment, { escape: source.escape });
    const isAlone = matched.size === 1 && matched.has(NAME) && unmatched.size === 0;
    if (!isAlone || value !== environment.get(NAME)) return [];
    const edits = dropped(source, flag.at.startOffset, flag.at.endOffset, `--platform=${flag.value}`);
    return [{ ...sighting(from, `\`${flag.value}\` is what FROM takes anyway`), ...fixOf('Drop `--platform`', edits) }];
  });
}

/** The flag and the blanks behind it. */
function dropped({ text }: ParsedDockerfile, start = 0, end = 0, written = ''): readonly TextEdit[] {
  if (text.slice(start, end) !== written) return [];
  return [{ start, end: end + text.slice(end).search(/[^ \t]|$/), text: '' }];
}

export default defineRule({
  id: 'dockerfile/no-redundant-platform',
  title: 'No FROM says `--platform=$TARGETPLATFORM`',
  why: 'A stage is built for the target platform anyway; the flag only hides the FROMs where a platform is chosen.',
  remedy: 'Drop the flag.',
  references: ['https://docs.docker.com/reference/build-checks/redundant-target-platform/'],
  aliases: ['RedundantTargetPlatform', 'DL3065'],
  severity: 'warning',
  reason: 'redundant-platform',
  good: 'FROM --platform=$BUILDPLATFORM node:22 AS build\nRUN npm ci\n',
  bad: 'FROM --platform=$TARGETPLATFORM scratch',
  looksAt: (source) => ofKind(source, 'FROM'),
  find,
});
