import { editOf, fixOf, keywordAsWritten } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, sighting } from './rule.ts';

/** The LABEL that says the same; none for a text that a label would read otherwise. */
function label(source: ParsedDockerfile, it: Instruction): ReturnType<typeof fixOf> {
  const author = /^(["']?)(?!["'])([^"'\\`$]+)\1$/.exec(it.rest)?.[2];
  if (author === undefined || it.at.startLine !== it.at.endLine) return {};
  const isLower = keywordAsWritten(it) === 'maintainer';
  const by = `${isLower ? 'label' : 'LABEL'} org.opencontainers.image.authors="${author}"`;
  const { startOffset: start = 0 } = it.at;
  return fixOf('Use a label', editOf(source, { ...it.at, endOffset: start + it.text.length }, it.text, by));
}

export default defineRule({
  id: 'dockerfile/no-maintainer',
  title: 'Authors stand in a label, not in MAINTAINER',
  why: 'MAINTAINER is deprecated, and what it sets is shown by few tools; a label can be read and searched.',
  remedy: 'Write `LABEL org.opencontainers.image.authors="…"`.',
  references: [
    'https://docs.docker.com/reference/build-checks/maintainer-deprecated/',
    'https://docs.docker.com/reference/dockerfile/#maintainer-deprecated',
  ],
  aliases: ['MaintainerDeprecated', 'DL4000'],
  severity: 'error',
  reason: 'maintainer',
  good: 'FROM node:22\nLABEL org.opencontainers.image.authors="me@example.org"\n',
  bad: 'MAINTAINER me@example.org',
  looksAt: (source) => source.instructions.filter(({ keyword }) => ['MAINTAINER', 'LABEL'].includes(keyword)),
  find: (source) =>
    source.instructions.flatMap((it) =>
      it.keyword === 'MAINTAINER' ? [{ ...sighting(it, 'MAINTAINER is deprecated'), ...label(source, it) }] : [],
    ),
});
