import { defineCheck, finding, type ImageConfig, passUnless, seen, z } from '../kit.ts';

const OCI = 'org.opencontainers.image';
const TRACEABLE = [`${OCI}.title`, `${OCI}.version`, `${OCI}.source`, `${OCI}.revision`];

export default defineCheck({
  id: 'image/labels',
  version: 1,
  title: 'The image carries the labels that make it traceable',
  why: 'From a running container one must find the source, the revision and the version that it was built from.',
  remedy:
    'Add `LABEL org.opencontainers.image.source=… org.opencontainers.image.revision=$REVISION`, or `--label` to the build.',
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  reads: ['image.config'],
  params: z.strictObject({
    labels: z.array(z.string().min(1)).min(1).default(TRACEABLE).describe('Labels that must be there and not empty'),
  }),
  reasons: ['label-missing'],
  example: { image: { config: { labels: Object.fromEntries(TRACEABLE.map((name) => [name, 'tmws'])) } } },
  mutants: [
    {
      level: 'K',
      title: 'no label at all',
      reason: 'label-missing',
      edit: (config) => ({ ...config, labels: {} }),
    },
  ],
  mutantsFor: (_, { labels }) =>
    labels.map((name) => ({
      level: 'K' as const,
      title: `without the label ${name}`,
      reason: 'label-missing' as const,
      edit: (config: ImageConfig) => ({
        ...config,
        labels: Object.fromEntries(Object.entries(config.labels).filter(([key]) => key !== name)),
      }),
    })),

  judge: ({ image: { config } }, { labels }) => {
    const valueOf = (name: string) => (Object.hasOwn(config.labels, name) ? (config.labels[name] ?? '') : null);
    const missing = labels.filter((name) => (valueOf(name) ?? '').trim() === '');
    return passUnless(
      missing.map((name) => {
        const fault = valueOf(name) === null ? 'is missing' : 'is empty';
        return finding(
          'label-missing',
          `the label ${name} ${fault}`,
          seen.value('labels', Object.keys(config.labels).join(', ') || '(none)'),
        );
      }),
      labels.map((name) => seen.value(name, valueOf(name) ?? '')),
    );
  },
});
