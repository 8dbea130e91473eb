import { imageName, own, sectionsOf } from './instructions.ts';
import { defineRule, sighting } from './rule.ts';

// DL3006, for each FROM of the file; `build/base-pinned` judges the images that the target is made of.
export default defineRule({
  id: 'dockerfile/base-tagged',
  title: 'Every FROM names a tag or a digest',
  why: 'Without a tag it is `latest`, which is another image tomorrow.',
  remedy: 'Write the version: `FROM debian:bookworm-slim`.',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  aliases: ['DL3006'],
  severity: 'warning',
  supersedes: ['build/base-pinned'],
  reason: 'untagged-base',
  good: 'FROM debian:bookworm-slim\n',
  bad: 'FROM planted',
  looksAt: (source) => own(source, 'FROM'),
  find: (source) =>
    sectionsOf(source).flatMap(({ from, base, parent }) => {
      if (!from || parent || base === 'scratch' || base.startsWith('$')) return [];
      const { tag, digest } = imageName(base);
      return tag === null && digest === null ? [sighting(from, `\`${base}\` has no tag`)] : [];
    }),
});
